// A demonstration of our own: the release binary on a free loopback port, its data thrown away.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CANARY, programmeWithCanaries } from './canaries.mjs'
import { Recorder } from './recorder.mjs'

export const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url))
/** What is tested. */
export const BINARY = process.env.ASSAY_TEST_BINARY ?? path.join(REPOSITORY, 'target/release/assay')
const READY_WITHIN_MS = 20_000
/** The day the stories begin: both exams are open for registration. */
export const FIRST_DAY = '2025-09-20'

const run = promisify(execFile)

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

/** Resolves with the address of the `ready:` line; a program that ends before it explains itself. */
function ready(child, log) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${BINARY} ${why}\n${log.join('')}`))
    const patience = setTimeout(() => fail('was not ready in time'), READY_WITHIN_MS)
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /^ready: (\S+)/.exec(line)?.[1]
      if (!address) return
      clearTimeout(patience)
      resolve(address.replace(/\/$/, ''))
    })
  })
}

/** A running demonstration. */
export class Server {
  /**
   * The demonstration on a day, or a programme of one's own (a folder) on the day that it is. With canaries,
   * they are planted in its bank, and every byte that is served is searched for them.
   * @param {{today?: string, programme?: string, canaries?: boolean, env?: object}} [options]
   */
  static async start({ today = FIRST_DAY, programme, canaries = false, env = {} } = {}) {
    const server = new Server()
    server.env = { ...process.env, ...env }
    server.data = await mkdtemp(path.join(tmpdir(), 'assay-browser-'))
    server.port = await freePort()
    server.kind = programme ? ['serve', '--programme', programme] : ['demo']
    const more = programme ? [] : ['--today', today]
    if (canaries) await server.plantCanaries(more)
    await server.run(more)
    return server
  }

  /** The demonstration's own programme is in the binary: canaries come as a version 2 of it. */
  async plantCanaries(more) {
    const { folder, planted, items } = await programmeWithCanaries()
    Object.assign(this, { planted, items })
    const data = ['--data', path.join(this.data, 'data')]
    const plan = path.join(this.data, 'canaries.json')
    await this.run(more)
    await this.end('SIGTERM')
    try {
      await run(BINARY, ['plan', folder, ...data, '--out', plan])
      await run(BINARY, ['apply', folder, ...data, '--plan', plan])
    } finally {
      await rm(folder, { recursive: true })
    }
    this.recorder = await Recorder.open(this.port, CANARY)
  }

  /** What came of the search, in words and as a list. */
  get canaries() {
    const { bytes, answers, hits } = this.recorder
    const planted = `${this.planted} canaries in ${this.items} items of the bank`
    const looked = `${bytes.toLocaleString('en')} bytes of ${answers.toLocaleString('en')} answers`
    return { hits, text: `${planted}: ${hits.length} found in ${looked}` }
  }

  async run(more = []) {
    const listen = ['--listen', `127.0.0.1:${this.port}`, '--data', path.join(this.data, 'data')]
    const reached = this.recorder ? ['--public-url', this.recorder.url] : []
    const all = [...this.kind, ...listen, ...reached, ...more]
    const child = spawn(BINARY, all, { stdio: ['ignore', 'pipe', 'pipe'], env: this.env })
    this.child = child
    this.log = []
    child.stderr.on('data', (chunk) => this.log.push(String(chunk)))
    const url = await ready(child, this.log)
    this.url = this.recorder?.url ?? url
  }

  /** Ends the program by a signal and waits until it is gone. */
  async end(signal) {
    const { child } = this
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  /** `kill -9`: no goodbye, as when the machine loses power. */
  kill() {
    return this.end('SIGKILL')
  }

  /** Starts again on the same data folder and port; the clock stands where it stood. */
  restart() {
    return this.run()
  }

  async stop() {
    await this.end('SIGTERM')
    await this.recorder?.close()
    await rm(this.data, { recursive: true, force: true })
  }
}
