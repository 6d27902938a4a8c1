// The exam client: by keyboard alone, and through what happens to a candidate's machine and to ours.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  answerAll, answerShown, chosenValues, journalHolds, onQuestion, openReview, optionInputs, places, saveState,
  shownQuestion, stored, submit,
} from './lib/exam.mjs'
import { register, registrationPage, resultShown, signUp, startExam } from './lib/pages.mjs'
import { World } from './lib/world.mjs'

const EXAM = 'DOP-C02'
const ITEMS = 10
let world

/** A new person with a running sitting of ten items. */
async function candidate(page) {
  await signUp(page, world.url)
  await register(page, world.url, EXAM)
  return startExam(page, world.url, EXAM)
}

/** Answers the questions from the shown one up to `last`, and remembers what was chosen. */
async function answerUpTo(page, last, chosen = {}) {
  for (let number = Number((await shownQuestion(page)).heading.split(' ')[1]); ; number += 1) {
    await onQuestion(page, number)
    await answerShown(page)
    chosen[number] = (await chosenValues(page)).sort()
    if (number === last) return chosen
    await page.keyboard.press('n')
  }
}

const sorted = (answers) =>
  Object.fromEntries(Object.entries(answers).map(([at, ids]) => [at, [...ids].sort()]))
const storedAnswers = async (page, sitting) => sorted((await stored(page, world.url, sitting)).answers)

/** Waits until a live region says something to those who listen. */
const said = (page, region, text) =>
  page.locator(`[aria-live=${region}]`, { hasText: text }).waitFor({ state: 'attached' })

/** Presses Tab until the wanted element has the focus. */
async function tabTo(page, locator, key = 'Tab') {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  assert.fail(`${locator} is not reached by ${key}`)
}

describe('The exam', { concurrency: 1, timeout: 180_000 }, () => {
  before(async () => { world = await World.open({ canaries: true }) })
  after(() => world?.close())

  it('is sat by keyboard alone, review and submission included', async () => {
    const page = await world.page()
    await signUp(page, world.url)
    await page.goto(`${world.url}/exams/${EXAM}/register`)
    const press = async (name, role = 'button') => {
      await tabTo(page, page.getByRole(role, { name, exact: true }))
      await page.keyboard.press('Enter')
    }
    await press(`Register for ${EXAM}`)
    await page.waitForURL(/\/my\/exams$/)
    await press(`Start ${EXAM}…`, 'link')
    // Nothing has begun: the button is reached, and says what is missing.
    await page.getByText('Tick the box above, then begin.').waitFor()
    await press(/^Begin now – 0:24:00$/)
    await page.keyboard.press('Space')
    await press(/^Begin now/)
    await onQuestion(page, 1)
    // With the keys that every form has: Tab, arrows, Space, Enter.
    for (const place of await places(page)) {
      const option = optionInputs(page).nth(place)
      const several = await option.getAttribute('type') === 'checkbox'
      await tabTo(page, several ? option : optionInputs(page).first())
      for (let step = 0; !several && step < place; step += 1) await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Space')
    }
    await press('Next')
    // With the shortcuts; the last question's 'next' is the review.
    for (let number = 2; number <= ITEMS; number += 1) {
      await onQuestion(page, number)
      await answerShown(page, { by: 'keys' })
      if (number === 4) await page.keyboard.press('f')
      await page.keyboard.press(number % 2 ? 'n' : 'ArrowRight')
    }
    await page.getByRole('heading', { name: 'Review your answers' }).waitFor()
    assert.match(await page.locator('.review-counts').innerText(), /10 answered, 0 not answered, 1 flagged/)
    await tabTo(page, page.getByRole('button', { name: 'Question 1, answered' }))
    for (let step = 1; step < 4; step += 1) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await onQuestion(page, 4)
    await page.keyboard.press('f')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('r')
    await press('Submit the exam…')
    const dialog = page.getByRole('dialog', { name: 'Submit the exam?' })
    assert.match(await dialog.innerText(), /All questions are answered, and none is flagged/)
    await press('Submit the exam')
    assert.equal(await resultShown(page), 'You passed')
    await page.context().close()
  })

  it('shows every answer again after a reload and on another device', async () => {
    const page = await world.page()
    const sitting = await candidate(page)
    const chosen = await answerUpTo(page, 4)
    await page.keyboard.press('f')
    await saveState(page, 'saved')
    const before = await stored(page, world.url, sitting)
    await page.reload()
    await onQuestion(page, 4)
    await openReview(page)
    assert.match(await page.locator('.review-counts').innerText(), /4 answered, 6 not answered, 1 flagged/)
    await page.getByRole('button', { name: 'Question 1, answered' }).click()
    await onQuestion(page, 1)
    const other = await world.page({ storageState: await page.context().storageState() })
    await page.context().close()
    await other.goto(`${world.url}/my/exams`)
    await other.getByRole('link', { name: 'Continue the exam' }).click()
    for (let number = 1; number <= 4; number += 1) {
      await onQuestion(other, number)
      assert.deepEqual((await chosenValues(other)).sort(), chosen[number])
      await other.keyboard.press('n')
    }
    const now = await stored(other, world.url, sitting)
    assert.deepEqual(now.answers, before.answers)
    assert.deepEqual(now.flagged, [4])
    assert.ok(now.left < before.left, 'the clock went on')
    await other.context().close()
  })

  it('says that an answer is saved when it is, not before', async () => {
    const page = await world.page()
    // A slow disk: what the device keeps is kept a second later.
    await page.addInitScript(() => {
      const { set } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'oncomplete')
      Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {
        set(listener) { set.call(this, (event) => setTimeout(() => listener(event), 1000)) },
      })
    })
    const sitting = await candidate(page)
    await saveState(page, 'saved')
    const state = await page.evaluate(async () => {
      document.querySelector('.exam-option input').click()
      // Two frames: the page has drawn what it believes.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
      return document.querySelector('.exam-save').dataset.state
    })
    assert.notEqual(state, 'saved')
    await saveState(page, 'saved')
    assert.deepEqual(Object.keys(await storedAnswers(page, sitting)), ['1'])
    await page.context().close()
  })

  it('keeps what was answered without a connection through the end of the browser', async () => {
    const start = await world.ownBrowser()
    let context = await start()
    let [page] = context.pages()
    const sitting = await candidate(page)
    const chosen = await answerUpTo(page, 2)
    await saveState(page, 'saved')
    await context.setOffline(true)
    await page.keyboard.press('n')
    await answerUpTo(page, 5, chosen)
    await saveState(page, 'retrying')
    await journalHolds(page, 3)
    await context.close()
    context = await start()
    page = context.pages()[0]
    await page.goto(`${world.url}/sittings/${sitting}`)
    await onQuestion(page, 5)
    await saveState(page, 'saved')
    assert.deepEqual(await storedAnswers(page, sitting), chosen)
    await context.close()
  })

  it('goes on without a connection, says so, and sends by itself once it is back', async () => {
    const page = await world.page()
    const sitting = await candidate(page)
    await page.context().setOffline(true)
    const chosen = await answerUpTo(page, 3)
    await saveState(page, 'retrying')
    assert.match(await page.locator('.exam-save').innerText(), /Not saved on the server yet/)
    await said(page, 'polite', 'You can go on working')
    await page.context().setOffline(false)
    await saveState(page, 'saved')
    assert.deepEqual(await storedAnswers(page, sitting), chosen)
    await page.context().close()
  })

  it('loses nothing when the server is killed in the middle', async () => {
    const page = await world.page()
    const sitting = await candidate(page)
    const chosen = await answerUpTo(page, 3)
    await saveState(page, 'saved')
    await page.keyboard.press('n')
    await answerShown(page)
    chosen[4] = (await chosenValues(page)).sort()
    await world.server.kill()
    await page.keyboard.press('n')
    await answerUpTo(page, 6, chosen)
    await saveState(page, 'retrying')
    await openReview(page)
    await submit(page)
    await page.getByText('The server does not answer yet, so the exam is not submitted').waitFor()
    await page.getByRole('button', { name: 'Keep working' }).click()
    await world.server.restart()
    await saveState(page, 'saved')
    assert.deepEqual(await storedAnswers(page, sitting), chosen)
    await page.reload()
    await onQuestion(page, 6)
    assert.deepEqual((await chosenValues(page)).sort(), chosen[6])
    await page.context().close()
  })

  it('is written in one tab only, until another takes over', async () => {
    const first = await world.page()
    const sitting = await candidate(first)
    const second = await first.context().newPage()
    await second.goto(first.url())
    await second.getByText('This exam is open in another tab').waitFor()
    assert.ok(await optionInputs(second).first().isDisabled())
    await second.keyboard.press('1')
    assert.deepEqual(await chosenValues(second), [])
    await answerShown(first)
    const chosen = (await chosenValues(first)).sort()
    await saveState(first, 'saved')
    await second.getByRole('button', { name: 'Continue here' }).click()
    await second.getByText('This exam is open in another tab').waitFor({ state: 'detached' })
    await first.getByText('This exam is open in another tab').waitFor()
    assert.ok(await optionInputs(first).first().isDisabled())
    assert.deepEqual((await chosenValues(second)).sort(), chosen, 'the new writer shows what the other saved')
    await second.keyboard.press('n')
    await onQuestion(second, 2)
    await answerShown(second)
    await saveState(second, 'saved')
    assert.deepEqual(Object.keys(await storedAnswers(second, sitting)), ['1', '2'])
    await first.context().close()
  })

  it('announces the time left, and at zero asks the server, who says how much there is', async () => {
    const page = await world.page()
    await page.clock.install()
    const sitting = await candidate(page)
    await answerUpTo(page, 2)
    await saveState(page, 'saved')
    const { left } = await stored(page, world.url, sitting)
    let passed = 0
    // The server's clock goes with the page's, until the story ends.
    const clock = (route) => route.fulfill({ status: 200, contentType: 'application/json',
      body: JSON.stringify({ sitting, state: 'open', time_left_ms: Math.round(left - passed) }) })
    await page.route('**/time', clock)
    const until = async (minutes) => {
      const forward = left - minutes * 60_000 + 500 - passed
      passed += forward
      await page.clock.fastForward(forward)
    }
    await until(10)
    await said(page, 'polite', '10 minutes left.')
    await until(5)
    await said(page, 'polite', '5 minutes left.')
    await page.locator('.exam-time.is-low').waitFor()
    await page.getByRole('button', { name: 'Hide the time left' }).click()
    await page.getByText('Time hidden').waitFor()
    await until(1)
    await said(page, 'assertive', 'One minute left.')
    await page.unroute('**/time', clock)
    await until(0)
    await page.locator('.exam-time:not(.is-low)').waitFor()
    assert.deepEqual(Object.keys(await storedAnswers(page, sitting)), ['1', '2'], 'and it is open')
    await page.keyboard.press('n')
    await onQuestion(page, 3)
    await page.context().close()
  })

  it('says where too many or too few are chosen, and is sat on any keyboard, untranslated', async () => {
    const page = await world.page()
    await candidate(page)
    const press = (key, code) => page.evaluate(([is, at]) => document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: is, code: at, bubbles: true })), [key, code])
    // Question 1 asks for three. The digits' row of AZERTY, and a Cyrillic layout.
    await press('&', 'Digit1')
    await press('и', 'KeyB')
    assert.deepEqual((await shownQuestion(page)).chosen.slice(0, 3), [true, true, false])
    for (const part of ['#stage', '.exam-time']) {
      assert.equal(await page.locator(part).getAttribute('translate'), 'no', part)
    }
    await press('к', 'KeyR')
    const counts = '0 answered, 9 not answered, 1 to check, 0 flagged'
    await page.getByText(counts).waitFor()
    await page.getByRole('button', { name: 'Submit the exam…' }).click()
    await page.getByRole('dialog').getByText('1 question to check').waitFor()
    await page.getByRole('button', { name: 'Keep working' }).click()
    await page.getByRole('button', { name: 'Check question 1' }).click()
    await onQuestion(page, 1)
    await page.context().close()
  })

  it('counts what is not answered as wrong, and says when it can be sat again', async () => {
    const page = await world.page()
    await candidate(page)
    const right = (number) => ({ 1: true, 2: true, 3: true, 4: false, 5: false })[number]
    await answerAll(page, { items: ITEMS, right })
    await submit(page)
    assert.equal(await resultShown(page), 'You did not pass this time')
    const rows = await page.getByRole('table', { name: 'By domain' }).locator('tbody tr').allInnerTexts()
    const counts = rows.map((row) => /(\d+) of (\d+)/.exec(row).slice(1).map(Number))
    const sum = (at) => counts.reduce((total, pair) => total + pair[at], 0)
    assert.deepEqual([sum(0), sum(1)], [3, ITEMS])
    await page.getByRole('heading', { name: 'You can sit it again from 4 October 2025' }).waitFor()
    const refused = await registrationPage(page, world.url, EXAM)
    assert.match(refused, /You cannot register for it today/)
    assert.match(refused, /Next possible day: 4 October 2025/)
    await page.goto(`${world.url}/my`)
    await page.getByText('No certification yet').waitFor()
    await page.context().close()
  })

  it('gives other people nothing of it', async () => {
    const page = await world.page()
    const sitting = await candidate(page)
    const stranger = await world.page()
    await signUp(stranger, world.url)
    const own = [`/sittings/${sitting}`, `/sittings/${sitting}/result`, `/api/v1/sittings/${sitting}`]
    for (const where of own) {
      assert.equal((await stranger.request.get(`${world.url}${where}`)).status(), 404, where)
    }
    await page.context().close()
    await stranger.context().close()
  })
})
