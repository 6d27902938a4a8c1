// Stands between the browser and the server and looks at every byte that comes back, headers included.
import { once } from 'node:events'
import http from 'node:http'

/** Passes everything on as it is, and keeps what `pattern` finds in the answers. */
export class Recorder {
  /** @param {number} port where the server will listen @param {RegExp} pattern */
  static async open(port, pattern) {
    const recorder = new Recorder()
    Object.assign(recorder, { port, pattern, bytes: 0, answers: 0, hits: [] })
    recorder.front = http.createServer((request, response) => recorder.pass(request, response))
    recorder.front.listen(0, '127.0.0.1')
    await once(recorder.front, 'listening')
    recorder.url = `http://127.0.0.1:${recorder.front.address().port}`
    return recorder
  }

  pass(request, response) {
    // Nothing compressed: what is looked at is what was sent.
    const headers = { ...request.headers, 'accept-encoding': 'identity' }
    const { method, url: path } = request
    const on = http.request({ host: '127.0.0.1', port: this.port, method, path, headers, agent: false })
    // A server that is gone is gone for the browser too.
    on.on('error', () => response.destroy())
    response.on('close', () => on.destroy())
    on.on('response', (answer) => {
      const seen = [Buffer.from(`${answer.statusCode} ${answer.rawHeaders.join('\n')}\n`)]
      response.writeHead(answer.statusCode, answer.rawHeaders)
      answer.on('data', (chunk) => {
        seen.push(chunk)
        response.write(chunk)
      })
      answer.on('error', () => response.destroy())
      answer.on('end', () => response.end())
      answer.on('close', () => this.look(`${method} ${path}`, Buffer.concat(seen)))
    })
    request.pipe(on)
  }

  look(where, bytes) {
    this.bytes += bytes.length
    this.answers += 1
    const text = bytes.toString('latin1')
    for (const [found] of text.matchAll(this.pattern)) this.hits.push(`${where}: ${found}`)
  }

  async close() {
    this.front.closeAllConnections()
    this.front.close()
    await once(this.front, 'close')
  }
}
