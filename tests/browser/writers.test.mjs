// One writer per sitting, on whatever device: the others read, until one of them goes on (F15).
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  answerShown, chosenValues, onQuestion, openReview, optionInputs, shownQuestion,
} from './lib/exam.mjs'
import { become, register, signOut, signUp } from './lib/pages.mjs'
import {
  begins, nothingIsMissing, onServer, pageIsTrue, saving, saysSaved, sees, storedAnswers,
} from './lib/truth.mjs'
import { World } from './lib/world.mjs'

const EXAM = 'DOP-C02'
const OPEN_ELSEWHERE = 'This exam is open on another device'
const LOST = 'This exam was continued on another device'
let world

/** A new person with a running sitting on a first device. */
async function candidate(trick) {
  const page = await world.page({ acceptDownloads: true })
  if (trick) await page.addInitScript(trick)
  const person = await signUp(page, world.url)
  await register(page, world.url, EXAM)
  const sitting = await begins(page, world.url, EXAM)
  return { page, person, sitting }
}

/** The same person on another device: signed in, with nothing else that the first one keeps. */
async function otherDevice(page) {
  const { cookies } = await page.context().storageState()
  const other = await world.page({ storageState: { cookies, origins: [] } })
  await other.goto(page.url())
  return other
}

/** Answers the questions from the shown one on, rightly or wrongly; what was chosen, by position. */
async function answer(page, numbers, right = true) {
  const given = {}
  for (const number of numbers) {
    while (await shown(page) < number) await page.keyboard.press('n')
    await onQuestion(page, number)
    // Read before the click: a page that learns with it that it only reads shows what the server has.
    const ids = await optionInputs(page).evaluateAll((inputs) => inputs.map((input) => input.value))
    given[number] = (await answerShown(page, { right })).map((place) => ids[place]).sort()
  }
  return given
}

const shown = async (page) => Number((await shownQuestion(page)).heading.split(' ')[1])
const reads = async (page, words) => {
  await sees(page, words)
  assert.ok(await optionInputs(page).first().isDisabled(), 'nothing can be chosen')
  assert.equal(await saysSaved(page), false, 'a page that does not write says nothing of saving')
}
const continueHere = async (page) => {
  await sees(page, 'Continue here')
  await page.getByRole('button', { name: 'Continue here' }).click()
  await page.locator('[data-kind=reader]').waitFor({ state: 'detached' })
}
/** What the team reads of where a person's sittings were written. */
async function notesOf(person) {
  const team = await world.page()
  await become(team, world.url, 'Ada Administrator')
  await team.goto(`${world.url}/admin/people?q=${encodeURIComponent(person.email)}`)
  await team.getByRole('link', { name: person.name }).first().click()
  const notes = await team.locator('main').innerText()
  await team.context().close()
  return notes
}
const comesBack = (page) => page.evaluate(() => dispatchEvent(new Event('focus')))

describe('A sitting on two devices', { concurrency: 2, timeout: 180_000 }, () => {
  before(async () => { world = await World.open({ canaries: true }) })
  after(() => world?.close())

  it('is read on the second until it continues there, and the first one learns it', async () => {
    const { page: first, person, sitting } = await candidate()
    const given = await answer(first, [1, 2])
    await saving(first, 'saved')
    const second = await otherDevice(first)
    await reads(second, OPEN_ELSEWHERE)
    // A device that was not here before shows the first question without an answer.
    await onQuestion(second, 3)
    await second.keyboard.press('p')
    await onQuestion(second, 2)
    assert.deepEqual((await chosenValues(second)).sort(), given[2], 'it shows what the server has')
    await second.keyboard.press('1')
    await openReview(second)
    assert.equal(await second.getByRole('button', { name: 'Submit the exam…' }).count(), 0)
    await second.getByRole('button', { name: 'Back to question' }).click()
    assert.deepEqual(await storedAnswers(second, world.url, sitting), given)
    await continueHere(second)
    Object.assign(given, await answer(second, [3]))
    await saving(second, 'saved')
    await comesBack(first)
    await reads(first, LOST)
    await pageIsTrue(first, world.url, sitting, given)
    await pageIsTrue(second, world.url, sitting, given)
    await first.keyboard.press('n')
    await onQuestion(first, 3)
    assert.deepEqual((await chosenValues(first)).sort(), given[3], 'the reader sees what the other saved')
    const notes = await notesOf(person)
    assert.match(notes, /started DOP-C02/)
    assert.match(notes, /took DOP-C02 over from another device/)
    for (const page of [first, second]) await page.context().close()
  })

  it('tells the first one at its next answer, which is kept, offered, and sent from there', async () => {
    const { page: first, sitting } = await candidate()
    const given = await answer(first, [1])
    await saving(first, 'saved')
    const second = await otherDevice(first)
    await continueHere(second)
    Object.assign(given, await answer(second, [2]))
    await saving(second, 'saved')
    const late = await answer(first, [3])
    await reads(first, LOST)
    assert.match(await first.locator('[data-kind=reader]').innerText(), /1 answer given here has not reached/)
    assert.match(await first.locator('.exam-save').innerText(), /Read only – 1 answer not sent/)
    assert.deepEqual(await storedAnswers(first, world.url, sitting), given)
    const file = await nothingIsMissing(first, world.url, sitting, { ...given, ...late })
    assert.deepEqual(file.entries.map((entry) => entry.item), ['i03'])
    await first.reload()
    await reads(first, OPEN_ELSEWHERE)
    await sees(first, '1 answer given here has not reached')
    await continueHere(first)
    await saving(first, 'saved')
    assert.deepEqual(await storedAnswers(first, world.url, sitting), { ...given, ...late })
    await comesBack(second)
    await reads(second, LOST)
    await pageIsTrue(second, world.url, sitting, { ...given, ...late })
    for (const page of [first, second]) await page.context().close()
  })

  it('keeps the later of two answers to one question, and offers the other', async () => {
    const { page: first, sitting } = await candidate()
    await first.context().setOffline(true)
    const mine = await answer(first, [1], false)
    await saving(first, 'retrying')
    const second = await otherDevice(first)
    await continueHere(second)
    const theirs = await answer(second, [1], true)
    await saving(second, 'saved')
    await first.context().setOffline(false)
    await reads(first, LOST)
    await continueHere(first)
    await sees(first, 'Check question 1')
    assert.deepEqual((await chosenValues(first)).sort(), theirs[1], 'the later one is shown')
    assert.deepEqual(await storedAnswers(first, world.url, sitting), theirs)
    await first.getByRole('button', { name: 'Use the answer kept here' }).click()
    await saving(first, 'saved')
    await pageIsTrue(first, world.url, sitting, mine)
    assert.deepEqual(await storedAnswers(first, world.url, sitting), mine)
    for (const page of [first, second]) await page.context().close()
  })

  it('loses no answer that only the page of the first one has', async () => {
    const { page: first, sitting } = await candidate(() => {
      IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError') }
    })
    await first.context().setOffline(true)
    const mine = await answer(first, [1, 2])
    await saving(first, 'unkept')
    const second = await otherDevice(first)
    await continueHere(second)
    await first.context().setOffline(false)
    await reads(first, LOST)
    assert.match(await first.locator('[data-kind=reader]').innerText(), /only on this page/)
    assert.equal((await nothingIsMissing(first, world.url, sitting, mine)).entries.length, 2)
    await continueHere(first)
    await saving(first, 'saved')
    assert.deepEqual(await storedAnswers(first, world.url, sitting), mine)
    for (const page of [first, second]) await page.context().close()
  })

  it('is handed in by the one that writes, and the other learns that too', async () => {
    const { page: first, sitting } = await candidate()
    const second = await otherDevice(first)
    await reads(second, OPEN_ELSEWHERE)
    await continueHere(second)
    await openReview(first)
    await first.getByRole('button', { name: 'Submit the exam…' }).click()
    await first.getByRole('dialog').getByRole('button', { name: 'Submit the exam' }).click()
    await sees(first, LOST)
    assert.equal((await onServer(first, world.url, sitting)).state, 'open', 'a reader hands nothing in')
    await openReview(second)
    await second.getByRole('button', { name: 'Submit the exam…' }).click()
    await second.getByRole('dialog').getByRole('button', { name: 'Submit the exam' }).click()
    await second.waitForURL(/\/result$/)
    await comesBack(first)
    await first.waitForURL(/\/result$/)
    for (const page of [first, second]) await page.context().close()
  })

  it('asks nothing on the device that already writes: after a reload, or signing in again', async () => {
    const { page, person, sitting } = await candidate()
    const given = await answer(page, [1])
    await saving(page, 'saved')
    await page.reload()
    await onQuestion(page, 1)
    Object.assign(given, await answer(page, [2]))
    await saving(page, 'saved')
    await signOut(page, world.url)
    await page.goto(`${world.url}/sign-in?next=/sittings/${sitting}`)
    await page.getByLabel('E-mail address').fill(person.email)
    await page.getByLabel('Password').fill(person.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await onQuestion(page, 2)
    Object.assign(given, await answer(page, [3]))
    await saving(page, 'saved')
    assert.equal(await page.locator('[data-kind=reader]').count(), 0)
    assert.deepEqual(await storedAnswers(page, world.url, sitting), given)
    await page.context().close()
  })
})
