// A candidate from sign-up to badge by the keyboard alone, on a screen of a phone's size, in a body fresh
// from `init`.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { learn } from './lib/bank.mjs'
import { begun } from './lib/begun.mjs'
import { chosenValues, onQuestion, optionText, options, places, saveState } from './lib/exam.mjs'
import { countPointers, pointed, press, tabTo, type } from './lib/keyboard.mjs'

const PHONE = { width: 390, height: 844 }
const QUESTIONS = 12

let world, page

/** Answers the question on show by its keys. */
async function answer(number) {
  for (const place of await places(page, number !== 1)) await page.keyboard.press(String(place + 1))
}

/** The result, which a job scores: loaded again by its link until it is there. */
async function verdict() {
  const text = page.locator('.verdict-text')
  for (let turn = 0; turn < 40 && await text.count() === 0; turn += 1) {
    await press(page, 'Reload the page', /\/result$/)
  }
  return text.innerText()
}

describe('By the keyboard alone on a phone', { concurrency: 1, timeout: 180_000 }, () => {
  before(async () => {
    world = await begun(learn)
    const context = await world.context({ viewport: PHONE })
    await countPointers(context)
    page = await context.newPage()
    page.on('pageerror', (error) => world.complaints.push(error.message))
    await page.goto(world.url)
  })
  after(() => world?.close())

  it('a newcomer makes an account and registers for the exam', async () => {
    await press(page, 'Sign in', /\/sign-in/)
    await press(page, 'Make an account', /\/sign-up/)
    await type(page, 'Name', 'Kim Keys')
    await type(page, /^E-mail address/, 'kim@example.org')
    await type(page, /^Password/, 'correct horse battery')
    await page.keyboard.press('Enter')
    await page.locator('.site-person .menu-name', { hasText: 'Kim Keys' }).waitFor()
    await tabTo(page, /^Skip to /)
    await page.keyboard.press('Enter')
    await press(page, 'Records Keeper', /\/certifications\/records$/)
    await press(page, /^Register for REC-1/, /\/exams\/REC-1\/register$/)
    await press(page, 'Register for REC-1', /\/my\/exams$/)
  })

  it('agrees, begins, and answers every question', async () => {
    await press(page, 'Start REC-1…', /\/before$/)
    await tabTo(page, /^I agree, and I am/)
    await page.keyboard.press('Space')
    await page.locator('.begin-button[data-ready]').waitFor()
    await press(page, /^Begin now/, /\/sittings\/[^/]+$/)
    await onQuestion(page, 1)
    // The first by Tab and Space, as one goes through any form; the others by the keys that the exam has.
    for (const place of await places(page, false)) {
      const option = await optionText(options(page).nth(place)).innerText()
      const begins = option.replace(/\s+/g, ' ').slice(0, 30)
      await tabTo(page, new RegExp(begins.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
      await page.keyboard.press('Space')
    }
    assert.ok((await chosenValues(page)).length > 0, 'the answer is chosen')
    for (let number = 2; number <= QUESTIONS; number += 1) {
      await page.keyboard.press('n')
      await onQuestion(page, number)
      await answer(number)
    }
    await saveState(page, 'saved')
  })

  it('looks at all of them, sends them, and holds a badge', async () => {
    await page.keyboard.press('r')
    await page.getByRole('heading', { name: 'Review your answers' }).waitFor()
    await tabTo(page, 'Submit the exam…')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await press(page, 'Submit the exam', /\/result$/)
    assert.match(await verdict(), /^You passed/)
    await press(page, 'See my certifications', /\/my$/)
    await press(page, /^Open the badge/, /\/credentials\/crd_/)
    await page.getByText('Example Records Body').first().waitFor()
    assert.equal(await pointed(page), 0, 'nothing was pointed at')
    // And the counter counts, on this page as on every one before.
    await page.mouse.click(1, 1)
    assert.equal(await pointed(page), 1, 'a pointer is noticed')
    assert.deepEqual(world.complaints, [])
  })
})
