// The exam's page among things that do not do what they should: a proxy that answers in the server's place, a
// browser that lacks or hangs, clocks that jump. It believes only the server, and only in its shape (N1-N6).
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  EXAM, candidate, clockIsRight, handInElsewhere, intercept, json, movableClock, noJournal, shownSeconds,
  twoTicks,
} from './lib/candidate.mjs'
import { answerShown, journalHolds, onQuestion, openReview, submit } from './lib/exam.mjs'
import { begin, beforeExam, register, resultShown, signUp } from './lib/pages.mjs'
import { asks, asksOn, begins, frames, onServer, pageIsTrue, saving, saysSaved, sees } from './lib/truth.mjs'
import { World } from './lib/world.mjs'

const MINUTE = 60_000
let world

/** What may stand between a page and its server and say 200. */
const FOREIGN = [
  json({}), json([]), json(null), json({ error: 'quota exceeded', seq: 99 }),
  json({ sitting: 'sit_other', item: 'i01', seq: 99, saved_at: '2025-09-20T10:00:00.000Z', time_left_ms: 1 }),
  { contentType: 'text/html', body: '<h1>Welcome to the hotel</h1>' },
]

const offline = (page) => page.context().setOffline(true)
const online = (page) => page.context().setOffline(false)
before(async () => {
  world = await World.open({ canaries: true })
})
after(() => world?.close())

describe('An answer that is not the server’s', { concurrency: 2, timeout: 180_000 }, () => {
  it('is no receipt: the change is kept, the page says so, and sends it again', async () => {
    const { page, answer, given, stored, true: isTrue } = await candidate(world)
    for (const foreign of FOREIGN) {
      const answered = await intercept(page, '**/responses/*', [foreign])
      const number = Object.keys(given).length + 1
      await answer(number)
      await answered.all
      // Two frames: the page has drawn what it believes.
      await frames(page, 2)
      await isTrue()
      await saving(page, 'saved')
      assert.deepEqual(await stored(), given)
      await page.unroute('**/responses/*')
      await page.keyboard.press('n')
    }
    await page.context().close()
  })

  it('leaves the journal full, so that a page that is closed on it loses nothing', async () => {
    const { page, answer, given, sitting, stored } = await candidate(world)
    await page.route('**/responses/*', (route) => route.fulfill({ status: 200, ...json({}) }))
    await answer(1, 2)
    await saving(page, 'retrying')
    assert.equal(await saysSaved(page), false)
    await journalHolds(page, 2)
    await page.unroute('**/responses/*')
    await page.goto(`${world.url}/my/exams`)
    await page.goto(`${world.url}/sittings/${sitting}`)
    await saving(page, 'saved')
    assert.deepEqual(await stored(), given)
    await page.context().close()
  })

  it('hands nothing in: the dialog says so, goes on trying, and ends', async () => {
    const { page, answer, server } = await candidate(world)
    await answer(1)
    await saving(page, 'saved')
    await openReview(page)
    await intercept(page, '**/submit', [json({ error: 'gateway' })])
    await submit(page)
    await sees(page, 'The server does not answer yet, so the exam is not submitted')
    assert.equal((await server()).state, 'open')
    assert.equal(await resultShown(page), 'You did not pass this time')
    await page.context().close()
  })

  it('is no exam: the page says so and loads it again', async () => {
    const page = await world.page()
    await signUp(page, world.url)
    await register(page, world.url, EXAM)
    await beforeExam(page, world.url, EXAM)
    await intercept(page, /\/api\/v1\/sittings\/sit_\w+$/, [json({ error: 'portal', items: null })])
    await begin(page)
    await sees(page, 'Something other than the exam came back')
    await onQuestion(page, 1)
    await page.context().close()
  })

  it('says nothing of the time, nor of who writes', async () => {
    const { page, answer, server, true: isTrue } = await candidate(world)
    const errors = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.route('**/time', (route) => route.fulfill({ status: 200, ...json({ time_left_ms: 0 }) }))
    await page.route('**/writer', (route) => route.fulfill({ status: 200, ...json({ writer: 'you' }) }))
    const asked = asks(page, '**/time')
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await asked()
    await answer(1)
    await saving(page, 'saved')
    await isTrue()
    assert.equal((await server()).state, 'open')
    assert.ok(await shownSeconds(page) > 20 * 60)
    assert.deepEqual(errors, [], 'nothing was thrown')
    await page.context().close()
  })
})

// Two at a time: these stories mostly wait.
describe('A clock that is wrong', { concurrency: 2, timeout: 180_000 }, () => {
  it('hands no exam in: the page asks the server and goes on', async () => {
    const story = await candidate(world, { before: movableClock })
    const { page, answer, server, true: isTrue, given, stored, sitting } = story
    await answer(1)
    await saving(page, 'saved')
    const submitted = []
    page.on('request', (request) => { if (/submit$/.test(request.url())) submitted.push(request.postData()) })
    await page.evaluate((by) => { window.jump.by = by }, 25 * MINUTE)
    await twoTicks(page)
    await clockIsRight(page, world.url, sitting)
    await isTrue()
    await page.keyboard.press('n')
    await answer(2)
    await saving(page, 'saved')
    assert.deepEqual(await stored(), given)
    assert.deepEqual(submitted, [], 'nothing was handed in')
    assert.equal((await server()).state, 'open')
    await page.context().close()
  })

  it('that says zero by both clocks still asks, and goes on where there is time', async () => {
    const page = await world.page()
    await page.clock.install()
    await signUp(page, world.url)
    await register(page, world.url, EXAM)
    const sitting = await begins(page, world.url, EXAM)
    await page.clock.fastForward(25 * MINUTE)
    await clockIsRight(page, world.url, sitting)
    await pageIsTrue(page, world.url, sitting, {})
    await answerShown(page)
    await saving(page, 'saved')
    await page.context().close()
  })

  it('cannot hand in because of time while the server has time', async () => {
    const { page, sitting, server } = await candidate(world)
    const csrf = await page.locator('meta[name=csrf-token]').getAttribute('content')
    const address = `${world.url}/api/v1/sittings/${sitting}/submit`
    const post = (data) => page.evaluate(([where, token, body, name]) => fetch(where, {
      method: 'POST', body, headers: { 'content-type': 'application/json', 'X-CSRF-Token': token,
        'X-Assay-Writer': localStorage.getItem(name) },
    }).then(async (response) => [response.status, (await response.json()).code]),
    [address, csrf, JSON.stringify(data), `assay-writer-${sitting}`])
    assert.deepEqual(await post({ because: 'time' }), [409, 'time-left'])
    assert.equal((await server()).state, 'open')
    assert.deepEqual(await post({}), [200, undefined], 'the candidate’s own hand-in is free')
    await page.context().close()
  })

  it('that the server seems to confirm still hands in by the server’s leave only', async () => {
    const { page, sitting, server, true: isTrue } = await candidate(world)
    const over = { sitting, state: 'open', time_left_ms: 0 }
    await page.route('**/time', (route) => route.fulfill({ status: 200, ...json(over) }))
    const asked = page.waitForRequest('**/submit', { timeout: 10_000 }).catch(() => undefined)
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    assert.deepEqual((await asked)?.postDataJSON(), { because: 'time' })
    await page.unroute('**/time')
    await onQuestion(page, 1)
    await clockIsRight(page, world.url, sitting)
    await isTrue()
    assert.equal((await server()).state, 'open')
    await page.context().close()
  })

  it('that stood still while the device slept is noticed, also by somebody who only reads', async () => {
    const { page, sitting } = await candidate(world, { before: movableClock })
    await page.evaluate(() => { window.jump.by = -25_000 })
    await twoTicks(page)
    await clockIsRight(page, world.url, sitting)
    await page.evaluate(() => { window.jump.frozen = performance.now() })
    await asks(page, '**/time')('while the clock stands')
    await page.context().close()
  })

  it('is put right on focus, on coming back and on being online again', async () => {
    const { page } = await candidate(world)
    for (const event of ['focus', 'pageshow', 'online']) {
      const writer = asks(page, '**/writer')
      await asksOn(page, event)
      await writer(event)
    }
    await page.context().close()
  })

  it('is put right at least once a minute without any event', async () => {
    const { page } = await candidate(world)
    // On the page's own clock, so that the story need not wait for it.
    await page.clock.install()
    await page.reload()
    await onQuestion(page, 1)
    const asked = asks(page, '**/time')
    await page.clock.runFor(MINUTE)
    await asked('within a minute')
    await page.context().close()
  })
})

describe('Answers that were not sent', { concurrency: 2, timeout: 180_000 }, () => {
  /** From the moment that the story says so, every write is over quota. */
  const full = () => {
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = function (...entry) {
      if (window.full) throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, entry)
    }
  }

  it('are shown and given along when the exam is closed, though the device kept none', async () => {
    const { page, answer, missing, sitting } = await candidate(world, { before: noJournal })
    await offline(page)
    await answer(1, 2, 3)
    await saving(page, 'unkept')
    // Closed by the server while this page could not reach it: on another device of the same person.
    await handInElsewhere(page, world.url, sitting)
    await online(page)
    await sees(page, 'This exam is closed')
    const text = await page.locator('.exam-end').innerText()
    assert.match(text, /3 changes made here did not reach the server/)
    assert.match(text, /only on this page, not kept on this device/)
    assert.equal((await missing()).entries.length, 3)
    await page.context().close()
  })

  it('are in the file when time runs out without a connection, and the words are true', async () => {
    const { page, answer, missing, sitting, given } = await candidate(world, { before: noJournal })
    await page.clock.install()
    await page.reload()
    await answer(1)
    await saving(page, 'saved')
    await offline(page)
    await page.keyboard.press('n')
    await answer(2, 3, 4)
    await saving(page, 'unkept')
    await page.clock.fastForward(25 * MINUTE)
    await sees(page, 'Time is over by this page’s clock')
    await pageIsTrue(page, world.url, sitting, given)
    assert.match(await page.locator('.exam-end').innerText(), /3 answers .* only on this page/s)
    const file = await missing()
    assert.deepEqual(file.entries.map((entry) => entry.item), ['i02', 'i03', 'i04'])
    assert.equal(file.answers.filter((one) => one.response.length > 0).length, 4, 'and all that was given')
    await online(page)
    // There was time: the page goes on and sends them.
    await onQuestion(page, 4)
    await saving(page, 'saved')
    await pageIsTrue(page, world.url, sitting, given)
    await page.context().close()
  })

  it('are counted together where the device kept only some', async () => {
    const { page, answer, missing, sitting } = await candidate(world, { before: full })
    await offline(page)
    await answer(1)
    await saving(page, 'retrying')
    await page.evaluate(() => { window.full = true })
    await page.keyboard.press('n')
    await answer(2, 3)
    await handInElsewhere(page, world.url, sitting)
    await online(page)
    await sees(page, 'This exam is closed')
    const text = await page.locator('.exam-end').innerText()
    assert.match(text, /3 changes made here/)
    assert.match(text, /1 of them is kept on this device, 2 are only on this page/)
    assert.equal((await missing()).entries.length, 3)
    await page.context().close()
  })
})
