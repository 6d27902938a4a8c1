// A form and a practice set with a question of every kind: sat by keyboard alone, practised as plain forms,
// and looked at by axe, each question in both rooms.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { audit } from './lib/audit.mjs'
import { onQuestion, openReview, saveState, stored } from './lib/exam.mjs'
import { countPointers, pointed } from './lib/keyboard.mjs'
import { NAMES, everyKindInPractice, everyKindOnAForm, kept, nameShown } from './lib/kinds.mjs'
import { register, resultShown, signUp, startExam } from './lib/pages.mjs'
import { BY_FORM, BY_KEYS, press, tabTo } from './lib/questions.mjs'

const EXAM = 'REC-1'
const QUESTIONS = NAMES.length
/** Stands in each reason of the question `choice`. */
const CANARY = 'qzcanary'
let world

async function isQuietAndClosed() {
  assert.deepEqual(world.complaints, [])
  await world.close()
}

/** A person with a running sitting. */
async function candidate(options) {
  const page = await world.page(options)
  await signUp(page, world.url)
  await register(page, world.url, EXAM)
  return { page, sitting: await startExam(page, world.url, EXAM) }
}

/** Brings a question on show, by its number in the review. */
async function goTo(page, name) {
  for (let number = 1; number <= QUESTIONS; number += 1) {
    await onQuestion(page, number)
    if (await nameShown(page) === name) return number
    await page.locator('.exam-next').click()
  }
  return assert.fail(`${name} is not on the form`)
}

/** What the server has of one question, values in any order unless the order is the answer. */
async function answerOf(page, sitting, number) {
  return (await stored(page, world.url, sitting)).answers[number] ?? []
}
const same = (name, one, note) => {
  const as = (list) => (name === 'order' ? list : [...list].sort())
  assert.deepEqual(as(one), as(kept(name)), note)
}

/** What the controls of the question on show say, as it would be kept. */
const shownAnswer = (page) => page.evaluate(async () => {
  const client = document.querySelector('script[src$="client/exam.js"]').src
  const { responseOf } = await import(client.replace('exam.js', 'interactions.js'))
  const all = Object.entries(responseOf(document.querySelector('[data-question]')))
  return all.flatMap(([variable, values]) =>
    values.map((value) => (all.length > 1 ? `${variable}:${value}` : value)))
})

describe('A question of every kind in an exam', { concurrency: 1, timeout: 400_000 }, () => {
  before(async () => { world = await everyKindOnAForm() })
  after(isQuietAndClosed)

  it('is answered by keyboard alone, through a reload, and scored', async () => {
    const context = await world.context()
    await countPointers(context)
    const page = await context.newPage()
    page.on('pageerror', (error) => world.complaints.push(error.message))
    await signUp(page, world.url)
    await register(page, world.url, EXAM)
    const sitting = await startExam(page, world.url, EXAM)
    const before = await pointed(page)
    const numbers = {}
    for (let number = 1; number <= QUESTIONS; number += 1) {
      await onQuestion(page, number)
      const name = await nameShown(page)
      numbers[name] = number
      await BY_KEYS[name](page)
      same(name, await shownAnswer(page), `${name}: the page`)
      if (number === QUESTIONS / 2) {
        await saveState(page, 'saved')
        await page.reload()
        await onQuestion(page, number)
        same(name, await shownAnswer(page), `${name}: after a reload`)
      }
      await tabTo(page, page.locator('.exam-next'))
      await press(page, 'Enter')
    }
    assert.deepEqual(Object.keys(numbers).sort(), [...NAMES].sort(), 'every kind was there')
    await page.getByRole('heading', { name: 'Review your answers' }).waitFor()
    const counts = await page.locator('.review-counts').innerText()
    assert.equal(counts, `${QUESTIONS} answered, 0 not answered, 0 flagged.`)
    await saveState(page, 'saved')
    const sent = await (await page.request.get(`${world.url}/api/v1/sittings/${sitting}`)).text()
    assert.ok(sent.includes('An upload that names no encryption'), 'the question is sent')
    assert.ok(!sent.includes(CANARY), 'no reason is')
    for (const name of NAMES) same(name, await answerOf(page, sitting, numbers[name]), `${name}: the server`)
    await tabTo(page, page.getByRole('button', { name: 'Submit the exam…' }))
    await press(page, 'Enter')
    await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Submit the exam' }))
    await press(page, 'Enter')
    assert.equal(await resultShown(page), 'You passed')
    assert.match(await page.locator('main').innerText(), /1000 of 1000/)
    assert.equal(await pointed(page), before, 'nothing was pointed at')
    await context.close()
  })

  it('loses nothing of what is typed: on the way, on a reload in the middle, on moving on', async () => {
    const { page, sitting } = await candidate()
    const number = await goTo(page, 'extended-text')
    const field = page.getByRole('textbox')
    await field.focus()
    await page.keyboard.type('Two zones')
    // Nobody leaves the field: it is saved all the same.
    await page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok())
    await saveState(page, 'saved')
    assert.deepEqual(await answerOf(page, sitting, number), ['Two zones'])
    await page.keyboard.type(', apart')
    await page.reload()
    await onQuestion(page, number)
    assert.equal(await page.getByRole('textbox').inputValue(), 'Two zones, apart', 'after a reload')
    await page.getByRole('textbox').focus()
    await page.keyboard.press('End')
    await page.keyboard.type('.')
    const typed = await page.evaluate(() => document.activeElement.value)
    assert.equal(typed, 'Two zones, apart.', 'while one types')
    await openReview(page)
    await saveState(page, 'saved')
    assert.deepEqual(await answerOf(page, sitting, number), ['Two zones, apart.'], 'on moving on')
    await page.context().close()
  })

  it('saves what is typed in the last moment before time is over', async () => {
    const page = await world.page()
    await page.clock.install()
    await signUp(page, world.url)
    await register(page, world.url, EXAM)
    const sitting = await startExam(page, world.url, EXAM)
    const number = await goTo(page, 'extended-text')
    const { left } = await stored(page, world.url, sitting)
    // The server's clock goes with the page's.
    await page.route('**/time', (route) => route.fulfill({ status: 200, contentType: 'application/json',
      body: JSON.stringify({ sitting, state: 'open', time_left_ms: 300 }) }))
    await page.getByRole('textbox').focus()
    const now = await page.evaluate(() => Date.now())
    await page.clock.pauseAt(now + left - 300)
    await page.keyboard.type('Last words')
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok())
    await page.clock.runFor(700)
    await saved
    assert.deepEqual(await answerOf(page, sitting, number), ['Last words'])
    await page.context().close()
  })

  it('is counted as to check where a part is missing or has another form', async () => {
    const { page } = await candidate()
    const number = await goTo(page, 'inline')
    await page.getByRole('combobox').selectOption('LAST')
    await page.getByRole('textbox').fill('many')
    await page.keyboard.press('Tab')
    await page.getByText('Write a whole number.').waitFor()
    await openReview(page)
    await page.getByRole('button', { name: `Question ${number}, answered, 1 given, 2 asked for` }).click()
    await onQuestion(page, number)
    await page.getByText('Write a whole number.').waitFor()
    await page.getByRole('textbox').fill('62')
    await openReview(page)
    await page.getByRole('button', { name: `Question ${number}, answered`, exact: true }).waitFor()
    await page.context().close()
  })

  it('is read where another device writes, and cannot be changed there', async () => {
    const { page } = await candidate()
    const answers = ['order', 'hot-spot', 'gap-match', 'extended-text']
    const numbers = {}
    for (const name of answers) {
      numbers[name] = await goTo(page, name)
      await BY_KEYS[name](page)
      await openReview(page)
      await page.getByRole('button', { name: /^Question 1,/ }).click()
    }
    await saveState(page, 'saved')
    const { cookies } = await page.context().storageState()
    const reader = await world.page({ storageState: { cookies, origins: [] } })
    await reader.goto(page.url())
    await reader.getByText(/open on another device/i).first().waitFor()
    for (const name of answers) {
      await goTo(reader, name)
      same(name, await shownAnswer(reader), name)
      const open = reader.locator('[data-response] :is(input, select, textarea, button):enabled')
      assert.equal(await open.count(), 0, `${name}: nothing can be changed`)
      await openReview(reader)
      await reader.getByRole('button', { name: /^Question 1,/ }).click()
    }
    await reader.context().close()
    await page.context().close()
  })

  it('has no serious finding of axe, light and dark, desktop and phone', async () => {
    const { page } = await candidate()
    for (let number = 1; number <= QUESTIONS; number += 1) {
      await onQuestion(page, number)
      const name = await nameShown(page)
      assert.deepEqual((await audit(page)).map((fault) => `${name}: ${fault}`), [])
      await page.locator('.exam-next').click()
    }
    await page.context().close()
  })
})

describe('A question of every kind in practice', { concurrency: 1, timeout: 400_000 }, () => {
  before(async () => { world = await everyKindInPractice() })
  after(isQuietAndClosed)

  it('is practised without a script, told right, and looked at by axe before and after', async () => {
    const page = await world.page()
    await signUp(page, world.url)
    await page.goto(`${world.url}/exams/${EXAM}/prep`)
    await page.getByRole('button', { name: 'Start the practice set' }).first().click()
    await page.waitForURL(/\/practice\/[^/]+\/1$/)
    const run = page.url().replace(/\/1$/, '')
    const storageState = await page.context().storageState()
    const plain = await world.page({ javaScriptEnabled: false, storageState })
    for (let number = 1; number <= QUESTIONS; number += 1) {
      await page.goto(`${run}/${number}`)
      const name = await nameShown(page)
      assert.deepEqual((await audit(page)).map((fault) => `${name}: ${fault}`), [])
      await plain.goto(`${run}/${number}`)
      assert.ok(!(await plain.content()).includes(CANARY), `${name}: no reason before the answer`)
      await BY_FORM[name](plain)
      await plain.getByRole('button', { name: 'Check my answer' }).click()
      assert.equal(await plain.locator('.verdict-text').innerText(), 'Right', name)
      await page.reload()
      assert.deepEqual((await audit(page)).map((fault) => `${name}, answered: ${fault}`), [])
    }
    await plain.goto(`${run}/1`)
    const reasons = await plain.locator('.option-why').allInnerTexts()
    assert.equal(reasons.filter((reason) => reason.includes(CANARY)).length, 4, 'every option says why')
    await plain.goto(`${run}/${QUESTIONS}`)
    await plain.getByRole('link', { name: 'See your result' }).click()
    await plain.getByText(`${QUESTIONS} of ${QUESTIONS} correct`).first().waitFor()
    await plain.context().close()
    await page.context().close()
  })
})
