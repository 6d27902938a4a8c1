// Questions of every kind: answered with the keyboard alone, by pointer, and as a plain form without a
// script. All three ways give the same response, and the server reads from the form what the script says.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { audit } from './lib/audit.mjs'
import { BY_FORM, BY_KEYS, BY_POINTER, card, chip, press, tabTo, WANTED } from './lib/questions.mjs'
import { World } from './lib/world.mjs'

const PHONE = { width: 390, height: 844 }
/** Where a question may stand. */
const ROOMS = ['practice', 'exam', 'locked', 'review']

let world
const address = (name, room = 'practice') => `${world.url}/styleguide/questions/${name}?in=${room}`
const group = (page, name) => page.getByRole('group', { name })

/** What the script says; pairs in any order, as a response has them. */
const responses = (page) => page.evaluate(async () => {
  const file = document.querySelector('script[src$="client/questions.js"]').src
  const { responseOf } = await import(file.replace('questions.js', 'interactions.js'))
  return responseOf(document.querySelector('[data-question]'))
})
/** Pairs and choices are a bag; an order is a list. */
const sorted = (all) => Object.fromEntries(Object.entries(all).map(([name, values]) =>
  [name, name === 'STEPS' ? values : [...values].sort()]).sort())
const same = (one, other, note) => assert.deepEqual(sorted(one), sorted(other), note)

/** Sends the form; what the server read of it. */
async function sent(page) {
  await page.getByRole('button', { name: 'Read my answer' }).click()
  await page.locator('#responses').waitFor()
  return JSON.parse(await page.locator('#responses').innerText())
}

describe('A question of every kind', { concurrency: 1, timeout: 240_000 }, () => {
  before(async () => { world = await World.open() })
  after(async () => {
    assert.deepEqual(world.complaints, [])
    await world.close()
  })

  for (const [name, wanted] of Object.entries(WANTED)) {
    it(`${name}: by keyboard, by pointer and without a script the response is the same`, async () => {
      const page = await world.page()
      await page.addInitScript(() => {
        window.told = []
        addEventListener('response', (event) => window.told.push(event.detail))
      })
      for (const [way, act] of [['keyboard', BY_KEYS], ['pointer', BY_POINTER]]) {
        await page.goto(address(name, 'exam'))
        await page.locator('[data-enhanced]').waitFor()
        await act[name](page)
        same(await responses(page), wanted, way)
        if (name !== 'extended-text' || way === 'keyboard') {
          same(await page.evaluate(() => window.told.at(-1)), wanted, `${way}: the event`)
        }
        same(await sent(page), wanted, `${way}: the form`)
        // What is shown after that is what was answered.
        same(await responses(page), wanted, `${way}: shown again`)
      }
      await page.context().close()
      const plain = await world.page({ javaScriptEnabled: false })
      await plain.goto(address(name))
      await BY_FORM[name](plain)
      same(await sent(plain), wanted, 'without a script')
      await plain.context().close()
    })
  }

  it('is filled with a stored response, and emptied', async () => {
    const page = await world.page()
    for (const [name, wanted] of Object.entries(WANTED)) {
      await page.goto(address(name))
      await page.locator('[data-enhanced]').waitFor()
      const [filled, emptied] = await page.evaluate(async (stored) => {
        const file = document.querySelector('script[src$="client/questions.js"]').src
        const { fill, responseOf } = await import(file.replace('questions.js', 'interactions.js'))
        const question = document.querySelector('[data-question]')
        fill(question, stored)
        const full = responseOf(question)
        fill(question, {})
        return [full, responseOf(question)]
      }, wanted)
      same(filled, wanted, name)
      assert.ok(Object.values(emptied).every((values) => values.length === 0), name)
    }
    await page.context().close()
  })

  it('holds the limits, in words, and lets an answer be taken back', async () => {
    const page = await world.page()
    await page.goto(address('several'))
    const boxes = page.getByRole('checkbox')
    const message = page.locator('[data-message]')
    await boxes.nth(0).check()
    assert.equal(await message.innerText(), 'Choose two: you have chosen one.')
    await boxes.nth(1).check()
    assert.equal(await message.innerText(), '')
    await boxes.nth(2).click()
    assert.equal(await message.innerText(), 'Choose at most two: take one away first.')
    same(await responses(page), { RESPONSE: ['A', 'B'] })
    await page.getByRole('button', { name: 'Clear my answer' }).click()
    same(await responses(page), { RESPONSE: [] })
    assert.equal(await message.innerText(), '')

    await page.goto(address('inline'))
    await page.getByRole('textbox').fill('many')
    await page.locator('h1').click()
    assert.equal(await page.getByText('Write a whole number.').count(), 1)

    await page.goto(address('order'))
    same(await responses(page), { STEPS: [] }, 'nothing moved is no answer')
    await page.getByRole('button', { name: 'Leave it as shown' }).click()
    same(await responses(page), { STEPS: ['S1', 'S2', 'S3', 'S4'] })
    await card(page, 'S1').getByRole('button', { name: /down$/ }).click()
    const place = await card(page, 'S1').locator('.order-grip').getAttribute('aria-label')
    assert.equal(place, 'Hold Restore the snapshot under a new name, place 2 of 4')
    await page.getByRole('button', { name: 'Back to the order shown first' }).click()
    same(await responses(page), { STEPS: [] })
    await page.context().close()
  })

  it('puts back what is let go with Escape, and says what it does', async () => {
    const page = await world.page()
    const said = page.locator('[data-question] > [aria-live]')
    const heard = (words) => said.filter({ hasText: words }).waitFor({ state: 'attached' })
    await page.goto(address('order'))
    await tabTo(page, card(page, 'S4').locator('.order-grip'))
    await press(page, 'Space')
    await heard('You hold Point the application')
    await press(page, 'ArrowUp', 'ArrowUp')
    await heard('Place 2 of 4.')
    await press(page, 'Escape')
    await heard('is back at place 4.')
    same(await responses(page), { STEPS: [] })
    assert.equal(await page.locator('.order-card').last().getAttribute('data-card'), 'S4')
    assert.equal(await page.evaluate(() => document.activeElement.className), 'order-grip', 'the focus stays')

    await page.goto(address('match'))
    await tabTo(page, chip(page, 'Peering'))
    await press(page, 'Space')
    await heard('Place 1 of 3')
    await press(page, 'Escape')
    await heard('Peering is put back.')
    same(await responses(page), { RESPONSE: [] })
    // What can be used once moves, and says so.
    await press(page, 'Space', 'Space')
    await heard('Peering is put to Reaches one service')
    await page.getByRole('combobox').nth(1).selectOption({ label: 'Peering' })
    await heard('Peering moved from')
    same(await responses(page), { RESPONSE: ['N2 C1'] })
    await page.context().close()
  })

  it('tells without a script what is wrong, and keeps what was answered', async () => {
    const page = await world.page({ javaScriptEnabled: false })
    await page.goto(address('order'))
    await card(page, 'S1').getByRole('combobox').selectOption({ label: '2' })
    await card(page, 'S3').getByRole('combobox').selectOption({ label: '2' })
    world.complaints.length = 0
    await page.getByRole('button', { name: 'Read my answer' }).click()
    assert.equal(await page.locator('[data-message]').innerText(),
      'Give each its own place: two stand at place 2.')
    // The page is a 422, which a browser's console calls an error.
    assert.ok(world.complaints.every((complaint) => complaint.includes('422')), String(world.complaints))
    world.complaints.length = 0
    await page.context().close()
  })

  it('can be dragged with a finger on a phone, and read at its width', async () => {
    const page = await world.page({ viewport: PHONE, hasTouch: true, isMobile: true })
    await page.goto(address('order'))
    await page.locator('.order-list').scrollIntoViewIfNeeded()
    const grip = await card(page, 'S3').locator('.order-grip').boundingBox()
    const first = await card(page, 'S1').boundingBox()
    const client = await page.context().newCDPSession(page)
    const touch = (type, ...points) => client.send('Input.dispatchTouchEvent', { type, touchPoints: points })
    const x = grip.x + grip.width / 2
    await touch('touchStart', { x, y: grip.y + 10 })
    for (let step = 1; step <= 8; step += 1) {
      await touch('touchMove', { x, y: grip.y + 10 + ((first.y - 4 - grip.y - 10) * step) / 8 })
    }
    await touch('touchEnd')
    same(await responses(page), { STEPS: ['S3', 'S1', 'S2', 'S4'] })
    await page.context().close()
  })

  it('lets nothing be copied in an exam but what one writes oneself', async () => {
    const page = await world.page()
    const copied = (selector) => page.evaluate((where) => {
      const event = new ClipboardEvent('copy', { bubbles: true, cancelable: true })
      return document.querySelector(where).dispatchEvent(event)
    }, selector)
    await page.goto(address('choice', 'exam'))
    await page.locator('[data-enhanced]').waitFor()
    assert.equal(await copied('.code'), false)
    assert.equal(await page.locator('.code').evaluate((code) => getComputedStyle(code).userSelect), 'none')
    await page.goto(address('extended-text', 'exam'))
    await page.locator('[data-enhanced]').waitFor()
    assert.equal(await copied('textarea'), true)
    await page.goto(address('choice'))
    await page.locator('[data-enhanced]').waitFor()
    assert.equal(await copied('.code'), true)
    await page.context().close()
  })

  for (const room of ROOMS) {
    it(`has no serious finding of axe, light and dark, desktop and phone: ${room}`, async () => {
      const page = await world.page()
      const pages = room === 'exam' ? Object.keys(WANTED).map((name) => address(name, room))
        : [`${world.url}/styleguide/questions?in=${room}`]
      for (const url of pages) {
        await page.goto(url)
        assert.deepEqual((await audit(page)).map((fault) => `${url}: ${fault}`), [])
      }
      await page.context().close()
    })
  }

  it('marks in a review what was right, and nothing before', async () => {
    const page = await world.page()
    await page.goto(address('choice', 'review'))
    await group(page, 'Choose one.').waitFor()
    assert.equal(await page.locator('.exam-option', { hasText: 'Right answer' }).innerText()
      .then((text) => /names no encryption/.test(text)), true)
    assert.equal(await page.locator('.exam-option', { hasText: 'Your choice' }).count(), 1)
    for (const room of ['practice', 'exam', 'locked']) {
      await page.goto(address('choice', room))
      assert.equal(await page.getByText('Right answer').count(), 0, room)
    }
    assert.equal(await page.getByRole('radio').first().isDisabled(), true)
    await page.context().close()
  })
})
