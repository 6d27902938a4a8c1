// The final practice exam in the exam's client: by keyboard alone, through a reload, to its report.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { onQuestion, openReview, saveState } from './lib/exam.mjs'
import { signUp } from './lib/pages.mjs'
import { World } from './lib/world.mjs'

const BEFORE = '/exams/SOA-C03/practice/SOA-C03-P1'
const ITEMS = 65
let world

/** Presses Tab until the wanted element has the focus. */
async function tabTo(page, locator) {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`${locator} is not reached by Tab`)
}

/** Reaches a button or link by Tab and presses it. */
async function press(page, name, role = 'button') {
  await tabTo(page, page.getByRole(role, { name }))
  await page.keyboard.press('Enter')
}

/** Begins it by keyboard alone. */
async function begin(page) {
  await page.goto(`${world.url}${BEFORE}`)
  await page.getByText('Tick the box above, then begin.').waitFor()
  await press(page, /^Begin now – 2:10:00$/)
  await page.keyboard.press('Space')
  await press(page, /^Begin now/)
  await onQuestion(page, 1)
  return new URL(page.url()).pathname.split('/')[2]
}

describe('The final practice exam', { concurrency: 1, timeout: 240_000 }, () => {
  before(async () => { world = await World.open({ canaries: true }) })
  after(() => world?.close())

  it('is sat by keyboard alone, through a reload, and tells everything at the end', async () => {
    const page = await world.page()
    await signUp(page, world.url)
    await page.goto(`${world.url}/exams/SOA-C03/practice`)
    await press(page, 'Before you begin…', 'link')
    await page.waitForURL(`**${BEFORE}`)
    assert.match(await page.locator('main').innerText(), /Invigilates it/)
    const run = await begin(page)
    assert.match(await page.locator('.exam-notice').innerText(), /nobody invigilates this/)
    for (let number = 1; number <= ITEMS; number += 1) {
      await onQuestion(page, number)
      // Of those that want two or three the first is a whole try of nobody: less is taken all the same.
      await page.keyboard.press('a')
      if (number === 4) await page.keyboard.press('f')
      if (number === 30) {
        await saveState(page, 'saved')
        await page.reload()
        await onQuestion(page, 30)
      }
      await page.keyboard.press('n')
    }
    await page.getByRole('heading', { name: 'Review your answers' }).waitFor()
    assert.match(await page.locator('.review-counts').innerText(), /0 not answered.*1 flagged/s)
    await press(page, 'Submit the exam…')
    await page.getByRole('dialog', { name: 'Submit the exam?' }).waitFor()
    await press(page, /^Submit (the exam|anyway)$/)
    await page.waitForURL(`**/practice/${run}`)
    const told = await page.locator('main').innerText()
    assert.match(told, /\d+ of 65 right/)
    assert.match(told, /On the exam’s scale that is \d+ of 1000/)
    assert.match(told, /Nobody invigilated it, and nothing follows from it/)
    await press(page, /^Question 1: /, 'link')
    await page.locator('.verdict').waitFor()
    await page.goto(`${world.url}/my/exams`)
    assert.doesNotMatch(await page.locator('main').innerText(), /P1/)
    await page.context().close()
  })

  it('goes on in a second tab and on another device, and a second time is marked', async () => {
    const page = await world.page()
    await signUp(page, world.url)
    const run = await begin(page)
    await page.keyboard.press('a')
    await saveState(page, 'saved')
    // Signed in, with nothing else that the first one keeps.
    const { cookies } = await page.context().storageState()
    const other = await world.page({ storageState: { cookies, origins: [] } })
    await other.goto(`${world.url}/practice/${run}`)
    await other.waitForURL(`**/practice/${run}/exam`)
    await other.getByRole('button', { name: 'Continue here' }).click()
    await onQuestion(other, 2)
    await other.keyboard.press('a')
    await saveState(other, 'saved')
    await page.reload()
    await page.getByText('Read only').waitFor()
    await openReview(other)
    await press(other, 'Submit the exam…')
    await press(other, /^Submit (the exam|anyway)$/)
    await other.waitForURL(`**/practice/${run}`)
    await press(other, 'Take it again', 'link')
    await other.getByText('You have seen 65 of its 65 questions').waitFor()
    await begin(other)
    await openReview(other)
    await press(other, 'Submit the exam…')
    await press(other, /^Submit (the exam|anyway)$/)
    await other.getByText('Seen before').waitFor()
    assert.equal(await other.getByText('On the exam’s scale that is').count(), 0)
    await page.context().close()
    await other.context().close()
  })
})
