// A server and a browser for one file of stories, and what the browser complained about meanwhile.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { launch, launchWithProfile } from '../browser.mjs'
import { Server } from './server.mjs'

const DESKTOP = { width: 1280, height: 900 }
const TIMEOUT_MS = 15_000

/** Whatever a page says that a good page would not say: errors, refused content, failed loads. */
export function watch(page, complaints) {
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${page.url()}: ${message.text()}`)
  })
}

export class World {
  /** @param {{today?: string, programme?: string, canaries?: boolean, env?: object}} [options] */
  static async open(options) {
    const world = new World()
    world.server = await Server.start(options)
    world.browser = await launch()
    world.complaints = []
    world.closers = []
    return world
  }

  get url() {
    return this.server.url
  }

  /** A new person at a new machine: no cookies, nothing stored. */
  async context(options = {}) {
    // Without motion there is no half-way state to be measured.
    const fixed = { viewport: DESKTOP, locale: 'en-GB', reducedMotion: 'reduce' }
    const context = await this.browser.newContext({ ...fixed, ...options })
    context.setDefaultTimeout(TIMEOUT_MS)
    return context
  }

  async page(options) {
    const page = await (await this.context(options)).newPage()
    watch(page, this.complaints)
    return page
  }

  /** A folder for a person's own browser, and a way to start it; what it keeps outlives its end. */
  async ownBrowser() {
    const profile = await mkdtemp(path.join(tmpdir(), 'assay-profile-'))
    this.closers.push(() => rm(profile, { recursive: true, force: true }))
    return async () => {
      const context = await launchWithProfile(profile, { viewport: DESKTOP, locale: 'en-GB' })
      this.closers.unshift(() => context.close())
      return context
    }
  }

  /** Ends everything that was started, also after a story that broke off. */
  async close() {
    for (const closer of this.closers ?? []) await closer()
    await this.browser?.close()
    await this.server?.stop()
    if (!this.server?.recorder) return
    const { hits, text } = this.server.canaries
    console.log(text)
    assert.deepEqual(hits, [], 'what no candidate may receive was served')
  }
}
