// The whole way of a newcomer: the first look at the exam that ends, a plan for a day, the day beyond the
// switch with what carries, a lesson, new questions, what comes back, the final practice exam by keyboard,
// and the reading that appears. Every page is looked at by axe.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { audit } from './lib/audit.mjs'
import { answerShown, onQuestion, options } from './lib/exam.mjs'
import { become, signUp } from './lib/pages.mjs'
import { World } from './lib/world.mjs'

const [OLD, NEW] = ['SOA-C02', 'SOA-C03']
let world

const text = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ')
const main = (page) => text(page.locator('main'))
const sound = async (page, name) => assert.deepEqual(await audit(page, { withAxe: true }), [], name)
const step = (page, title) => page.locator('.steps > li').filter({ hasText: title })
const press = (page, name) => page.getByRole('button', { name }).press('Enter')

/** Sets the day of the exam on the plan's page. */
async function setDay(page, exam, day) {
  await page.goto(`${world.url}/exams/${exam}/prep`)
  const field = page.getByLabel('Day of your exam')
  if (!await field.isVisible()) await page.getByText('Change day or hours').click()
  await field.fill(day)
  await press(page, 'Set the day')
}

/** Presses Tab until the wanted element has the focus, then Enter. */
async function pressByTab(page, locator, key = 'Enter') {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) {
      await page.keyboard.press(key)
      return
    }
    await page.keyboard.press('Tab')
  }
  assert.fail(`${locator} is not reached by Tab`)
}

describe('A newcomer prepares', { concurrency: 1, timeout: 180_000 }, () => {
  let page
  before(async () => {
    world = await World.open()
    page = await world.page()
    await signUp(page, world.url, 'Nia New')
  })
  after(() => world?.close())

  it('takes a first look, and is told nothing before it is handed in', async () => {
    await page.goto(`${world.url}/exams/${OLD}/prep`)
    await sound(page, 'a plan that nobody has begun')
    await step(page, 'Know the exam').getByRole('button', { name: 'Start the practice set' }).press('Enter')
    for (let number = 1; number <= 20; number += 1) {
      await page.getByRole('heading', { name: `Question ${number} of 20` }).waitFor()
      await answerShown(page, { right: number % 4 !== 0 })
      if (number === 1) await sound(page, 'a question')
      await press(page, 'Save and go on')
    }
    assert.doesNotMatch(await main(page), /15 (of 20 )?right/)
    await press(page, 'Hand it in')
    await page.getByText('15 of 20').first().waitFor()
    await sound(page, 'a first look that is handed in')
  })

  it('has a plan for a day, and is asked before a later day takes it over the switch', async () => {
    await setDay(page, OLD, '2025-09-27')
    await page.getByText('7 days').first().waitFor()
    await setDay(page, OLD, '2025-10-20')
    await page.getByRole('heading', { name: `Go over to ${NEW}?` }).waitFor()
    const told = await main(page)
    for (const [count, what] of [[23, 'carry whole'], [26, 'carry in part'], [4, 'New skills']]) {
      assert.match(told, new RegExp(`${what}\\s*${count}|Skills that ${what}\\s*${count}`))
    }
    for (const skill of ['1.3.4', '3.1.6', '5.1.4', '5.3.5']) assert.ok(told.includes(skill), skill)
    await sound(page, 'what a switch means')
    await press(page, `Set the day and go over to ${NEW}`)
    await page.waitForURL(`**/exams/${NEW}/prep*`)
    assert.match(await main(page), /20 October 2025/)
    assert.match(await main(page), /came over from SOA-C02/)
    await sound(page, 'a plan after the switch')
  })

  it('finishes a lesson, and has the course on paper with whole checks', async () => {
    await page.goto(`${world.url}/courses/${NEW}-1.1`)
    await sound(page, 'a course')
    await page.getByRole('link', { name: 'Begin' }).press('Enter')
    const checks = page.locator('.check-card')
    for (let number = 0; number < await checks.count(); number += 1) {
      const said = /Choose (\d)\./.exec(await text(checks.nth(number)))
      for (let at = 0; at < Number(said?.[1] ?? 1); at += 1) {
        await checks.nth(number).locator('input[name="answer"]').nth(at).check()
      }
      await checks.nth(number).getByRole('button', { name: 'Check my answer' }).press('Enter')
      await checks.nth(number).locator('.check-told').waitFor()
    }
    await sound(page, 'a lesson')
    await page.locator('.lesson-onwards button').press('Enter')
    await page.goto(`${world.url}/courses/${NEW}-1.1`)
    assert.match(await main(page), /1 of \d lessons finished/)
    await page.goto(`${world.url}/courses/${NEW}-1.1/print`)
    await page.emulateMedia({ media: 'print' })
    const cut = await page.locator('.check-card').evaluateAll((cards) =>
      cards.filter((card) => getComputedStyle(card).breakInside !== 'avoid').length)
    assert.equal(cut, 0, 'no check is cut by the end of a sheet')
    const paper = await page.pdf({ format: 'A4' })
    const sheets = paper.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []
    assert.ok(sheets.length >= 3 && sheets.length <= 30, `${sheets.length} sheets`)
    await page.emulateMedia({ media: 'screen' })
  })

  it('practises new questions, and looks at what comes back', async () => {
    await page.goto(`${world.url}/exams/${NEW}/practice`)
    await sound(page, 'the choice of practice')
    await press(page, '10 new questions')
    for (let number = 1; number <= 10; number += 1) {
      await page.getByRole('heading', { name: `Question ${number} of 10` }).waitFor()
      await answerShown(page, { right: number % 2 === 0 })
      await press(page, 'Check my answer')
      await page.locator('.verdict').waitFor()
      if (number === 1) await sound(page, 'an answer with its reasons')
      await page.locator('a.button-primary').press('Enter')
    }
    await page.goto(`${world.url}/exams/${NEW}/reviews`)
    await sound(page, 'what comes back')
    await page.getByRole('button', { name: /outside the schedule/ }).first().press('Enter')
    await page.getByRole('heading', { name: 'Question 1 of 5' }).waitFor()
    await answerShown(page)
    await press(page, 'Check my answer')
    assert.equal(await page.locator('.verdict-text').innerText(), 'Right')
    // Of somebody who practised two weeks ago they are due today.
    const other = await world.page()
    await become(other, world.url, 'Gil Gap')
    await other.goto(`${world.url}/exams/${NEW}/reviews`)
    assert.match(await main(other), /\d+ questions of your \d+ are due today/)
    await other.locator('main button.button-primary').first().press('Enter')
    await options(other).first().waitFor()
    await other.context().close()
  })

  it('sits the final practice exam by keyboard alone, and a reading appears', async () => {
    await page.goto(`${world.url}/exams/${NEW}/prep`)
    assert.match(await text(page.locator('.reading')), /Not enough evidence yet/)
    await page.goto(`${world.url}/exams/${NEW}/practice/${NEW}-P1`)
    await sound(page, 'before the final practice exam')
    await page.getByText('Tick the box above, then begin.').waitFor()
    await pressByTab(page, page.getByLabel(/^I agree/), 'Space')
    await pressByTab(page, page.getByRole('button', { name: /^Begin now/ }))
    for (let number = 1; number <= 65; number += 1) {
      await onQuestion(page, number)
      await answerShown(page, { right: number % 4 !== 0, by: 'keys' })
      await page.keyboard.press('n')
    }
    await page.getByRole('heading', { name: 'Review your answers' }).waitFor()
    await pressByTab(page, page.getByRole('button', { name: 'Submit the exam…' }))
    await page.getByRole('dialog', { name: 'Submit the exam?' }).waitFor()
    await pressByTab(page, page.getByRole('button', { name: /^Submit (the exam|anyway)$/ }))
    await page.getByText('of 65 right').first().waitFor()
    assert.match(await main(page), /49 of 65 right/)
    await sound(page, 'its report')
    await page.goto(`${world.url}/exams/${NEW}/prep`)
    const card = await text(page.locator('.reading'))
    assert.match(card, /If you sat today/i)
    assert.match(card, /From \d+ questions that you had not seen before/)
    assert.doesNotMatch(card, /%/)
    await page.getByRole('link', { name: 'Why this reading' }).press('Enter')
    await page.getByRole('heading', { name: 'Why this reading' }).waitFor()
    assert.match(await main(page), /SOA-C02/)
    await sound(page, 'why this reading')
    assert.deepEqual(world.complaints, [])
  })
})
