// What an exam's page may say: three sentences that hold in every story, whatever is done to the page.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { stored } from './exam.mjs'
import { startExam } from './pages.mjs'

const sorted = (answers) =>
  Object.fromEntries(Object.entries(answers).map(([at, ids]) => [at, [...ids].sort()]))

/** The sitting as the server has it; asked beside the page, so that no trick on the page reaches it. */
export async function onServer(page, url, sitting) {
  const body = await (await page.request.get(`${url}/api/v1/sittings/${sitting}`)).json()
  return { state: body.state, writer: body.writer, left: body.time_left_ms }
}

/** The answers that the server has, by position. */
export async function storedAnswers(page, url, sitting) {
  return sorted((await stored(page, url, sitting)).answers)
}

/** Whether the page says 'Saved' now. */
export const saysSaved = (page) =>
  page.locator('.exam-save').innerText().then((text) => /\bSaved\b/.test(text), () => false)

const PATIENCE_MS = 10_000

/** The page says this, soon. */
export async function sees(page, text) {
  const shown = page.locator(':not(script, noscript)', { hasText: text }).last()
  const came = await shown.waitFor({ timeout: PATIENCE_MS }).then(() => true, () => false)
  const says = came ? '' : (await page.locator('main').innerText()).replace(/\s+/g, ' ')
  assert.ok(came, `the page does not say “${text}”; at ${page.url()} it says: ${says.slice(0, 400)}`)
}

/** The page says this of saving, soon. */
export async function saving(page, state) {
  const came = await page.locator(`.exam-save[data-state="${state}"]`).waitFor({ timeout: PATIENCE_MS })
    .then(() => true, () => false)
  const says = came ? '' : await page.locator('.exam-save').innerText().catch(() => page.url())
  assert.ok(came, `saving is not “${state}”: the page says “${says}”`)
}

/** Starts the registered exam: the first question comes, soon. */
export async function begins(page, url, exam) {
  const sitting = await startExam(page, url, exam).catch(async (error) => {
    const says = (await page.locator('body').innerText()).replace(/\s+/g, ' ')
    assert.fail(`the exam does not begin, the page says: ${says.slice(0, 200)} (${error.name})`)
  })
  return sitting
}

/** The page asks the server this, soon: call it before what makes it ask, and await what it gives after. */
export function asks(page, address) {
  const came = page.waitForResponse(address, { timeout: PATIENCE_MS }).catch(() => undefined)
  return async (why = '') => assert.equal((await came)?.status(), 200, `the page asks ${address} ${why}`)
}

/** On this event the page asks for the time. While it still reads what came of one before it hears no other:
 *  the event comes until a request goes out. */
export async function asksOn(page, event) {
  const sent = page.waitForRequest('**/time', { timeout: PATIENCE_MS }).catch(() => null)
  let request
  while (request === undefined) {
    await page.evaluate((name) => { dispatchEvent(new Event(name)) }, event)
    request = await Promise.race([sent, frames(page, 2)])
  }
  assert.equal((await request?.response())?.status(), 200, `the page asks for the time on ${event}`)
}

/** So many frames later: the page has drawn what it believes. Ends where the page goes elsewhere. */
export const frames = (page, count) => page.evaluate(async (many) => {
  for (let frame = 0; frame < many; frame += 1) await new Promise(requestAnimationFrame)
}, count).catch(() => {})

/** Tries until what is asserted holds. */
export async function eventually(page, holds) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await holds()
    } catch (error) {
      if (attempt >= 40) throw error
      await frames(page, 15)
    }
  }
}

/** The file that the page offers: the answers that are not on the server, and all as the page shows them. */
export async function exported(page) {
  const link = page.getByRole('link', { name: 'Download the answers kept here' })
  const offered = await link.waitFor({ timeout: PATIENCE_MS }).then(() => true, () => false)
  assert.ok(offered, `the page offers no file; it is at ${page.url()}`)
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  return JSON.parse(await readFile(await download.path(), 'utf8'))
}

/**
 * The page never says 'Saved' for what the server does not have: `given` are the answers of this page by
 * position. And it has not left, nor said that the exam is over, while the server holds it open.
 */
export async function pageIsTrue(page, url, sitting, given) {
  // Read before the server is asked: what comes later can only be more.
  const saved = await saysSaved(page)
  const heading = await page.locator('h1').first().innerText().catch(() => '')
  const over = /\/result$/.test(page.url()) || /^(Time is over|This exam is closed)$/.test(heading)
  const { state, left } = await onServer(page, url, sitting)
  if (saved) {
    assert.deepEqual(await storedAnswers(page, url, sitting), sorted(given), 'the page says Saved: is it?')
  }
  if (over) assert.ok(state === 'submitted' || left === 0, 'the page ended an exam that the server has not')
}

/** Every answer is on the server or in the file, and the file says so of each. */
export async function nothingIsMissing(page, url, sitting, given) {
  const file = await exported(page)
  const { state } = await onServer(page, url, sitting)
  const there = state === 'open' ? await storedAnswers(page, url, sitting) : {}
  const kept = Object.fromEntries(file.entries.map((entry) => [Number(entry.item.slice(1)), entry.response]))
  assert.deepEqual(sorted({ ...there, ...kept }), sorted(given), 'the server and the file hold every answer')
  assert.equal(file.sitting, sitting)
  return file
}
