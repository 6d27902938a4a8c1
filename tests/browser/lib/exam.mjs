// Sitting an exam in the real client.
import assert from 'node:assert/strict'
import { answer, plain } from './bank.mjs'

/** Waits until question `number` is on show. */
export const onQuestion = (page, number) =>
  page.getByRole('heading', { name: `Question ${number}`, exact: true }).waitFor()

/** Waits for a save state: 'saved', 'kept', 'retrying'. */
export const saveState = (page, state, timeout = 20_000) =>
  page.locator(`.exam-save[data-state="${state}"]`).waitFor({ timeout })

/** The cards of the options of the shown question, in the exam and in practice. */
export const options = (page) => page.locator('.exam-option')
/** What is ticked there. */
export const optionInputs = (page) => page.locator('.exam-option input')
/** The words of an option. */
export const optionText = (option) => option.locator('.exam-option-text')

/** The shown question: its stem and the plain texts of its options, in one exchange with the browser. */
export function shownQuestion(page) {
  return page.evaluate(() => ({
    heading: document.querySelector('h1').textContent,
    stem: [...document.querySelectorAll('.question-body > :not(.ask)')]
      .map((part) => part.textContent).join('\n'),
    options: [...document.querySelectorAll('.exam-option-text')].map((option) => option.textContent),
    chosen: [...document.querySelectorAll('.exam-option input')].map((input) => input.checked),
  }))
}

/** The places of the options of a right (or wrong) answer to the shown question. */
export async function places(page, right = true) {
  const { stem, options: shown } = await shownQuestion(page)
  const texts = shown.map(plain)
  return answer(stem, right).map((text) => {
    const place = texts.indexOf(text)
    assert.ok(place >= 0, `an option of the item is not on the page: ${text}`)
    return place
  })
}

/** Answers the shown question by clicks, or by number keys. */
export async function answerShown(page, { right = true, by = 'click' } = {}) {
  const chosen = await places(page, right)
  for (const place of chosen) {
    if (by === 'keys') await page.keyboard.press(String(place + 1))
    else await options(page).nth(place).click()
  }
  return chosen
}

/** Opens the review from a question. */
export async function openReview(page) {
  await page.getByRole('button', { name: 'Review all' }).first().click()
  await page.getByRole('heading', { name: 'Review your answers' }).waitFor()
}

/** Submits from the review. */
export async function submit(page) {
  await page.getByRole('button', { name: 'Submit the exam…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Submit the exam' }).click()
}

/**
 * Sits a whole form from its first question to the review; `right(number)` says which to answer rightly,
 * undefined leaves the question unanswered.
 */
export async function answerAll(page, { items, right = () => true, flag = [], by = () => 'click' }) {
  for (let number = 1; number <= items; number += 1) {
    await onQuestion(page, number)
    const wanted = right(number)
    if (wanted !== undefined) await answerShown(page, { right: wanted, by: by(number) })
    if (flag.includes(number)) await page.keyboard.press('f')
    if (number < items) await page.keyboard.press('n')
  }
  await openReview(page)
}

/** The sitting as the server has it: answers, flags and the time left. */
export async function stored(page, url, sitting) {
  const response = await page.request.get(`${url}/api/v1/sittings/${sitting}`)
  assert.equal(response.status(), 200)
  const body = await response.json()
  const answers = body.items.filter((item) => item.response.length > 0)
  return {
    left: body.time_left_ms,
    answers: Object.fromEntries(answers.map((item) => [item.position, item.response])),
    flagged: body.items.filter((item) => item.flagged).map((item) => item.position),
  }
}

/** The values of the chosen options of the shown question. */
export const chosenValues = (page) =>
  optionInputs(page).and(page.locator(':checked')).evaluateAll((inputs) => inputs.map((input) => input.value))

/** Waits until the journal on the device holds so many changes: from then on they outlive the browser. */
export const journalHolds = (page, count) => page.waitForFunction((wanted) => new Promise((resolve) => {
  const opening = indexedDB.open('assay-exam')
  opening.onsuccess = () => {
    const counting = opening.result.transaction('entries').objectStore('entries').count()
    counting.onsuccess = () => {
      opening.result.close()
      resolve(counting.result === wanted)
    }
  }
}), count)
