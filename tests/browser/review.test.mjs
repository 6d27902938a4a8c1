// Coming back to an exam, looking over it, and reading it: where one was, what is still open, code as code.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { EXAM, candidate } from './lib/candidate.mjs'
import { onQuestion, openReview, options, saveState } from './lib/exam.mjs'
import { World } from './lib/world.mjs'

const PHONE = { width: 390, height: 844 }
let world

before(async () => { world = await World.open({ canaries: true }) })
after(() => world?.close())

/** The numbers of the questions that the review shows. */
const shownNumbers = (page) => page.locator('.review-grid li:visible .review-number').allInnerTexts()
const filter = (page, name) => page.getByRole('group', { name: 'Show' }).getByRole('button', { name })

describe('An exam that one comes back to', { concurrency: 2, timeout: 120_000 }, () => {
  it('goes on at the question one was at, and on another device at the first without an answer', async () => {
    const { page, answer } = await candidate(world)
    await answer(1, 2, 3)
    await page.keyboard.press('n')
    await onQuestion(page, 4)
    await page.keyboard.press('n')
    await onQuestion(page, 5)
    await saveState(page, 'saved')
    await page.reload()
    await onQuestion(page, 5)
    await page.goto(`${world.url}/my/exams`)
    await page.getByRole('link', { name: 'Continue the exam' }).click()
    await onQuestion(page, 5)
    const { cookies } = await page.context().storageState()
    const other = await world.page({ storageState: { cookies, origins: [] } })
    await other.goto(page.url())
    await onQuestion(other, 4)
    for (const one of [page, other]) await one.context().close()
  })

  it('shows what is open only, in the review and from the question before the end', async () => {
    const { page, answer } = await candidate(world)
    await answer(1, 2, 3)
    // One of three is asked for by question 1: one tick less can only be wrong.
    await page.keyboard.press('p')
    await page.keyboard.press('p')
    await onQuestion(page, 1)
    await options(page).and(page.locator(':has(:checked)')).first().click()
    await page.keyboard.press('f')
    await openReview(page)
    assert.equal((await shownNumbers(page)).length, 10)
    await filter(page, 'Not answered (7)').click()
    assert.deepEqual(await shownNumbers(page), ['4', '5', '6', '7', '8', '9', '10'])
    await page.getByRole('status').getByText('7 questions shown.').waitFor({ state: 'attached' })
    await filter(page, 'To check (1)').click()
    assert.deepEqual(await shownNumbers(page), ['1'])
    await page.getByRole('button', { name: 'Submit the exam…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Show: 7 questions not answered' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert.deepEqual(await shownNumbers(page), ['4', '5', '6', '7', '8', '9', '10'])
    // What was looked for stays while one works it off.
    await page.getByRole('button', { name: 'Question 4, not answered' }).click()
    await answer(4)
    await page.keyboard.press('r')
    assert.deepEqual(await shownNumbers(page), ['5', '6', '7', '8', '9', '10'])
    assert.equal(await filter(page, 'Not answered (6)').getAttribute('aria-pressed'), 'true')
    await page.context().close()
  })
})

describe('An exam on a phone', { concurrency: 1, timeout: 120_000 }, () => {
  it('keeps numbers, bars and code readable', async () => {
    const { page, answer } = await candidate(world)
    await page.setViewportSize(PHONE)
    const oneRow = async () => {
      const { height } = await page.locator('.exam-foot').boundingBox()
      assert.ok(height < 70, `the bar below is one row, not ${height} px`)
    }
    await oneRow()
    const name = { name: 'Review all', exact: true }
    assert.equal(await page.locator('.exam-tools').getByRole('button', name).count(), 1)
    await answer(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    await page.keyboard.press('f')
    await oneRow()
    await openReview(page)
    const numbers = page.locator('.review-number')
    const heights = await numbers.evaluateAll((all) => all.map((one) => one.offsetHeight))
    assert.equal(new Set(heights).size, 1, `each number stands on one line: ${heights}`)
    const face = await page.evaluate(() => {
      const code = document.createElement('code')
      document.querySelector('.exam-stage').append(Object.assign(document.createElement('div'),
        { className: 'question' }))
      document.querySelector('.exam-stage .question').append(code)
      return getComputedStyle(code).fontFamily
    })
    assert.match(face, /mono/i)
    await page.context().close()
  })
})
