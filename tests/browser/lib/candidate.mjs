// Somebody who sits an exam among things that do not do what they should, and how these things are made.
import assert from 'node:assert/strict'
import { answerShown, chosenValues, onQuestion } from './exam.mjs'
import { register, signUp } from './pages.mjs'
import {
  begins, eventually, frames, nothingIsMissing, onServer, pageIsTrue, storedAnswers,
} from './truth.mjs'

export const EXAM = 'DOP-C02'

/** A new person with a running sitting; `before` replaces a function of the browser before any page loads. */
export async function candidate(world, { before: trick } = {}) {
  const { url } = world
  const page = await world.page({ acceptDownloads: true })
  if (trick) await page.addInitScript(trick)
  await signUp(page, url)
  await register(page, url, EXAM)
  const sitting = await begins(page, url, EXAM)
  const given = {}
  return {
    page,
    sitting,
    given,
    /** Answers questions from the shown one on. */
    async answer(...numbers) {
      for (const number of numbers) {
        await onQuestion(page, number)
        await answerShown(page)
        given[number] = (await chosenValues(page)).sort()
        if (number !== numbers.at(-1)) await page.keyboard.press('n')
      }
    },
    true: () => pageIsTrue(page, url, sitting, given),
    missing: () => nothingIsMissing(page, url, sitting, given),
    server: () => onServer(page, url, sitting),
    stored: () => storedAnswers(page, url, sitting),
  }
}

/** Answers the next so many requests to an address in the server's place; says when they have been. */
export async function intercept(page, address, answers) {
  const left = [...answers]
  let done
  const all = new Promise((resolve) => { done = resolve })
  await page.route(address, async (route) => {
    const next = left.shift()
    if (next === undefined) return route.fallback()
    await route.fulfill({ status: 200, contentType: 'application/json', ...next })
    if (left.length === 0) done()
  })
  return { all }
}

/** A body that says what it is. */
export const json = (value) => ({ body: JSON.stringify(value) })
/** A browser that refuses its database. */
export const noJournal = () => {
  IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError') }
}
/** A monotonic clock that a story can move (`window.jump.by`) and stop (`window.jump.frozen`). */
export const movableClock = () => {
  const now = performance.now.bind(performance)
  window.jump = { by: 0, frozen: undefined }
  performance.now = () => window.jump.frozen ?? now() + window.jump.by
}
/** Seconds that the page shows as left; not a number where it shows none. */
export const shownSeconds = (page) => page.evaluate(() => {
  const parts = (document.querySelector('.exam-time-left')?.textContent ?? '?').split(':').map(Number)
  return parts.reduce((sum, part) => sum * 60 + part, 0)
}).catch(() => Number.NaN)
/** The page has looked at its clocks, which it does four times a second. */
export const twoTicks = (page) => frames(page, 40)
/** Soon the page shows the server's time, give or take three seconds. */
export const clockIsRight = (page, url, sitting) => eventually(page, async () => {
  const [shown, { left }] = [await shownSeconds(page), await onServer(page, url, sitting)]
  const told = `the page shows ${shown} s at ${page.url()}, the server has ${Math.round(left / 1000)} s`
  assert.ok(Math.abs(shown - left / 1000) <= 3, told)
})

/** Hands the sitting in beside the page, as another device of the same person does. */
export async function handInElsewhere(page, url, sitting) {
  const api = `${url}/api/v1/sittings/${sitting}`
  const html = await (await page.request.get(`${url}/sittings/${sitting}`)).text()
  const token = /name="csrf-token" content="([^"]+)"/.exec(html)[1]
  const headers = { 'x-csrf-token': token, 'x-assay-writer': 'another-device-0001' }
  // A server that knows of writers lets the other device take over first.
  await page.request.post(`${api}/writer`, { data: { take: true }, headers })
  const response = await page.request.post(`${api}/submit`, { data: {}, headers })
  assert.equal(response.status(), 200)
}
