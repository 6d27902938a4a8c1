// Before the clock: what the exam needs of a browser is looked at there, and only Begin starts anything (N3).
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { EXAM, candidate, noJournal } from './lib/candidate.mjs'
import { beforeExam, beginButton, register, signUp } from './lib/pages.mjs'
import { frames, saving, sees } from './lib/truth.mjs'
import { World } from './lib/world.mjs'

let world

before(async () => {
  world = await World.open({ canaries: true })
})
after(() => world?.close())

// Two at a time: these stories mostly wait.
describe('A browser that lacks something, or hangs', { concurrency: 2, timeout: 180_000 }, () => {
  let registered

  before(async () => {
    registered = await world.page()
    await signUp(registered, world.url)
    await register(registered, world.url, EXAM)
  })
  after(() => registered?.context().close())

  /** The page before the clock, in a browser with a fault; `refused` presses Begin, which does nothing. */
  async function beforeClock(trick) {
    const page = await registered.context().newPage()
    await page.addInitScript(trick)
    await beforeExam(page, world.url, EXAM)
    const refused = async () => {
      const posts = []
      page.on('request', (request) => { if (request.method() === 'POST') posts.push(request.url()) })
      await page.getByLabel('I agree, and I am').check()
      // Not disabled to the keyboard: it can be reached, and says why not.
      assert.equal(await beginButton(page).getAttribute('aria-disabled'), 'true')
      await beginButton(page).focus()
      await page.keyboard.press('Enter')
      await frames(page, 10)
      assert.match(page.url(), /\/before$/)
      assert.deepEqual(posts, [], 'nothing was posted')
    }
    return { page, refused }
  }

  it('is told what it lacks before the clock starts, by name', async () => {
    const lacking = {
      AbortController: () => { delete globalThis.AbortController },
      'crypto.getRandomValues': () => { Crypto.prototype.getRandomValues = undefined },
      'the dialog element': () => { delete HTMLDialogElement.prototype.showModal },
    }
    for (const [name, trick] of Object.entries(lacking)) {
      const { page, refused } = await beforeClock(trick)
      await sees(page, `This browser cannot run the exam: it lacks ${name}`)
      await sees(page, 'Not yet: the check of the browser failed.')
      await refused()
      await page.close()
    }
  })

  it('is told so before the clock starts where its requests never come back', async () => {
    const { page, refused } = await beforeClock(() => { globalThis.fetch = () => new Promise(() => {}) })
    // The page's own limit passes in real time: a clock put in its place is one more thing that may be late.
    await sees(page, 'This page cannot reach the server')
    await refused()
    await page.getByRole('button', { name: 'Check again' }).waitFor()
    await page.close()
  })

  it('is told so before the clock starts where something else answers in between', async () => {
    const { page, refused } = await beforeClock(() => {
      globalThis.fetch = async () => new Response('<title>Welcome to our hotel</title>')
    })
    await sees(page, 'Something other than this site answered')
    await refused()
    await page.close()
  })

  it('is told so before the clock starts where its cookies do not come along', async () => {
    const { page, refused } = await beforeClock(() => {
      const { fetch } = globalThis
      globalThis.fetch = (where, init) => fetch(where, { ...init, credentials: 'omit' })
    })
    await sees(page, 'The server does not recognise you')
    await sees(page, 'Not yet: the check of the cookies failed.')
    await refused()
    await page.close()
  })

  it('is not offered Begin without JavaScript, and reads why', async () => {
    const storageState = await registered.context().storageState()
    const plain = await world.page({ javaScriptEnabled: false, storageState })
    await beforeExam(plain, world.url, EXAM)
    assert.equal(await beginButton(plain).count(), 0)
    assert.match(await plain.locator('noscript').innerText(), /The exam needs JavaScript/)
    assert.equal(await plain.getByText('Begin appears as soon as').isVisible(), false, 'one reason, not two')
    await plain.context().close()
  })

  it('begins nothing without the agreement: the server asks for it again', async () => {
    const page = await registered.context().newPage()
    await beforeExam(page, world.url, EXAM)
    await page.locator('[data-begin]').evaluate((form) => form.submit())
    await page.getByRole('alert').getByText('Tick the box to say that you agree').waitFor()
    assert.match(await page.title(), /^Error: Before you begin/)
    await page.goto(`${world.url}/my/exams`)
    await page.getByRole('link', { name: `Start ${EXAM}…` }).waitFor()
    await page.close()
  })

  for (const [what, trick] of Object.entries({
    'never opens its database': () => { IDBFactory.prototype.open = () => ({}) },
    'refuses its database': noJournal,
    'never finishes a write': () => {
      Object.defineProperty(IDBTransaction.prototype, 'oncomplete', { set() {} })
    },
    'never grants a lock': () => { LockManager.prototype.request = () => new Promise(() => {}) },
    'has no time-out of its own': () => { delete AbortSignal.timeout },
    'refuses all storage': () => {
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
        const get = () => { throw new DOMException('refused', 'SecurityError') }
        Object.defineProperty(globalThis, name, { get })
      }
    },
  })) {
    it(`that ${what} sits the exam all the same`, async () => {
      const { page, answer, given, stored, true: isTrue } = await candidate(world, { before: trick })
      await answer(1)
      await isTrue()
      await saving(page, 'saved')
      assert.deepEqual(await stored(), given)
      if (/opens|refuses/.test(what)) {
        await sees(page, 'This browser keeps no answers on this device')
      }
      await page.context().close()
    })
  }

  it('hears before the clock that it keeps nothing on the device, and may begin', async () => {
    const { page } = await beforeClock(noJournal)
    await sees(page, 'This browser keeps no answers on this device')
    await page.getByLabel('I agree, and I am').check()
    await page.locator('.begin-button[data-ready]').waitFor()
    await page.close()
  })
})
