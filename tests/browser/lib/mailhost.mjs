// A mail server of our own on this machine, which refuses the addresses that it is told to.
import { once } from 'node:events'
import { createServer } from 'node:net'

export class MailHost {
  /** @param {(address: string) => boolean} refuses */
  static async open(refuses) {
    const host = new MailHost()
    host.refuses = refuses
    host.took = []
    host.server = createServer((socket) => host.serve(socket)).listen(0, '127.0.0.1')
    await once(host.server, 'listening')
    host.url = `smtp://127.0.0.1:${host.server.address().port}`
    return host
  }

  /** Enough of RFC 5321 for one mail after the other. */
  serve(socket) {
    let text = ''
    let inMail = false
    const say = (line) => socket.write(`${line}\r\n`)
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      text += bytes.toString()
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end)
        text = text.slice(end + 2)
        if (inMail) {
          if (line !== '.') continue
          inMail = false
          say('250 taken')
        } else if (/^RCPT/i.test(line)) {
          const [, address] = /<(.*)>/.exec(line)
          if (!this.refuses(address)) this.took.push(address)
          say(this.refuses(address) ? '550 no such mailbox here' : '250 ok')
        } else if (/^DATA/i.test(line)) {
          inMail = true
          say('354 go on')
        } else if (/^QUIT/i.test(line)) {
          say('221 bye')
          socket.end()
        } else say('250 ok')
      }
    })
    say('220 here')
  }

  async close() {
    this.server.close()
  }
}
