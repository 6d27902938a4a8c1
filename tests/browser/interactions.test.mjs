// Questions of every kind: answered with the keyboard alone, by pointer, and as a plain form without a
// script. All three ways give the same response, and the server reads from the form what the script says.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { audit } from './lib/audit.mjs'
import { World } from './lib/world.mjs'

const PHONE = { width: 390, height: 844 }
/** What each question is answered with, by response variable. */
const WANTED = {
  choice: { RESPONSE: ['B'] },
  several: { RESPONSE: ['A', 'C'] },
  order: { STEPS: ['S3', 'S1', 'S4', 'S2'] },
  match: { RESPONSE: ['N1 C2', 'N2 C1', 'N3 C3'] },
  'match-several': { RESPONSE: ['R1 A1', 'R1 A2', 'R2 A1'] },
  'gap-match': { RESPONSE: ['W1 G1', 'W3 G2'] },
  inline: { HOSTS: ['62'], RULE: ['LAST'] },
  'hot-text': { RESPONSE: ['L3'] },
  'hot-spot': { RESPONSE: ['NAT'] },
  'graphic-gap-match': { RESPONSE: ['ACL PUBLIC', 'ROUTE PRIVATE'] },
  'extended-text': { RESPONSE: ['Two zones.\nOne may fail.'] },
  'right-to-left': { CHOICE: ['B'], STEPS: ['A', 'B', 'C'] },
}
/** One question that a review, a lock and a plain form share no picture of. */
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

/** Tab until something has the focus; bounded, so that a lost focus is a finding. */
async function tabTo(page, locator) {
  for (let step = 0; step < 60; step += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`never reached by Tab: ${locator}`)
}
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key)
}
const chip = (page, name) => page.locator('.chip-button', { hasText: name })
const card = (page, id) => page.locator(`[data-card="${id}"]`)

/** The keyboard's way with each kind. */
const BY_KEYS = {
  async choice(page) {
    await tabTo(page, page.getByRole('radio').first())
    await press(page, 'ArrowDown', 'ArrowDown', 'ArrowUp')
  },
  async several(page) {
    for (const at of [0, 2]) {
      await tabTo(page, page.getByRole('checkbox').nth(at))
      await press(page, 'Space')
    }
  },
  async order(page) {
    await tabTo(page, card(page, 'S3').locator('.order-grip'))
    await press(page, 'Space', 'ArrowUp', 'ArrowUp', 'Space')
    await tabTo(page, card(page, 'S2').getByRole('button', { name: /down$/ }))
    await press(page, 'Enter')
  },
  async match(page) {
    for (const [at, word] of ['Private', 'Peering', 'Transit'].entries()) {
      await tabTo(page, page.getByRole('combobox').nth(at))
      await page.keyboard.type(word)
    }
  },
  async 'match-several'(page) {
    for (const at of [0, 1, 3]) {
      await tabTo(page, page.getByRole('checkbox').nth(at))
      await press(page, 'Space')
    }
  },
  async 'gap-match'(page) {
    await tabTo(page, chip(page, 'third'))
    await press(page, 'Space', 'Space')
    await tabTo(page, chip(page, 'missing'))
    await press(page, 'Enter', 'Enter')
  },
  async inline(page) {
    await tabTo(page, page.getByRole('combobox', { name: 'Blank 1 of 2' }))
    await page.keyboard.type('last')
    await tabTo(page, page.getByRole('textbox', { name: 'Blank 2 of 2' }))
    await page.keyboard.type(' 62')
    await press(page, 'Tab')
  },
  async 'hot-text'(page) {
    await tabTo(page, page.getByRole('radio').first())
    await press(page, 'ArrowDown', 'ArrowDown')
  },
  async 'hot-spot'(page) {
    await tabTo(page, page.getByRole('button', { name: '2 NAT gateway' }))
    await press(page, 'Space')
  },
  async 'graphic-gap-match'(page) {
    await tabTo(page, chip(page, 'NAT'))
    await press(page, 'Space', 'ArrowDown', 'Space')
    await tabTo(page, chip(page, 'internet'))
    await press(page, 'Space', 'Space')
  },
  async 'extended-text'(page) {
    await tabTo(page, page.getByRole('textbox'))
    await page.keyboard.type('Two zones.')
    await press(page, 'Enter')
    await page.keyboard.type('One may fail.')
    await press(page, 'Tab')
  },
  async 'right-to-left'(page) {
    await tabTo(page, page.getByRole('radio').first())
    await press(page, 'ArrowDown', 'ArrowDown', 'ArrowUp')
    await tabTo(page, card(page, 'A').locator('.order-grip'))
    await press(page, 'Space', 'ArrowUp', 'Space')
  },
}

/** Drags what one locator finds onto what the other finds. */
async function drag(page, from, to, { dy = 0 } = {}) {
  await from.scrollIntoViewIfNeeded()
  const [a, b] = [await from.boundingBox(), await to.boundingBox()]
  const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2]
  await page.mouse.move(...middle(a))
  await page.mouse.down()
  const [x, y] = middle(b)
  await page.mouse.move(x, y + dy, { steps: 12 })
  await page.mouse.up()
}
const slot = (page, id) => page.locator(`:is(li, span)[data-slot="${id}"]`)
const area = (page, id) => page.locator(`.area-button[data-area="${id}"]`)

const BY_POINTER = {
  choice: (page) => page.getByText('An upload that names no encryption').click(),
  async several(page) {
    for (const at of [0, 2]) await page.locator('.exam-option').nth(at).click()
  },
  async order(page) {
    await drag(page, card(page, 'S3').locator('.order-text'), card(page, 'S1'), { dy: -12 })
    await card(page, 'S2').getByRole('button', { name: /down$/ }).click()
  },
  async match(page) {
    await drag(page, chip(page, 'Private link'), slot(page, 'N1'))
    await drag(page, chip(page, 'Peering'), slot(page, 'N3'))
    await drag(page, chip(page, 'Peering'), slot(page, 'N2'))
    await drag(page, chip(page, 'Transit'), slot(page, 'N3'))
  },
  async 'match-several'(page) {
    for (const at of [0, 1, 3]) await page.locator('.pill').nth(at).click()
  },
  async 'gap-match'(page) {
    await drag(page, chip(page, 'third'), slot(page, 'G1'))
    // A finger that cannot drag: pick up, then tap the place.
    await chip(page, 'missing').click()
    await slot(page, 'G2').click()
  },
  async inline(page) {
    await page.getByRole('combobox').selectOption('LAST')
    await page.getByRole('textbox').fill('62 ')
    await page.locator('h1').click()
  },
  'hot-text': (page) => page.getByText('security group sg-web').click(),
  'hot-spot': (page) => area(page, 'NAT').click(),
  async 'graphic-gap-match'(page) {
    await drag(page, chip(page, 'NAT'), area(page, 'PRIVATE'))
    await drag(page, chip(page, 'internet'), area(page, 'PUBLIC'))
  },
  'extended-text': (page) => page.getByRole('textbox').fill('Two zones.\nOne may fail.'),
  async 'right-to-left'(page) {
    await page.locator('.exam-option').nth(1).click()
    await drag(page, card(page, 'A').locator('.order-text'), card(page, 'B'), { dy: -12 })
  },
}

/** Without a script: the controls of the form, as they are. */
const BY_FORM = {
  choice: (page) => page.getByRole('radio').nth(1).check(),
  async several(page) {
    for (const at of [0, 2]) await page.getByRole('checkbox').nth(at).check()
  },
  async order(page) {
    for (const [id, place] of [['S1', '2'], ['S2', '4'], ['S3', '1'], ['S4', '3']]) {
      await card(page, id).getByRole('combobox').selectOption({ label: place })
    }
  },
  async match(page) {
    for (const [at, label] of ['Private link', 'Peering', 'Transit hub'].entries()) {
      await page.getByRole('combobox').nth(at).selectOption({ label })
    }
  },
  async 'match-several'(page) {
    for (const at of [0, 1, 3]) await page.getByRole('checkbox').nth(at).check()
  },
  async 'gap-match'(page) {
    await page.getByRole('combobox', { name: 'Gap 1 of 2' }).selectOption({ label: 'third' })
    await page.getByRole('combobox', { name: 'Gap 2 of 2' }).selectOption({ label: 'missing' })
  },
  async inline(page) {
    await page.getByRole('combobox').selectOption('LAST')
    await page.getByRole('textbox').fill('62')
  },
  'hot-text': (page) => page.getByRole('radio', { name: /security group/ }).check(),
  'hot-spot': (page) => page.getByRole('radio', { name: /NAT gateway/ }).check(),
  async 'graphic-gap-match'(page) {
    for (const [name, label] of [[/Public/, 'Route to the internet gateway'],
      [/Private/, 'Route to the NAT gateway']]) {
      await page.getByRole('combobox', { name }).selectOption({ label })
    }
  },
  'extended-text': (page) => page.getByRole('textbox').fill('Two zones.\nOne may fail.'),
  async 'right-to-left'(page) {
    await page.getByRole('radio').nth(1).check()
    for (const [id, place] of [['A', '1'], ['B', '2'], ['C', '3']]) {
      await card(page, id).getByRole('combobox').selectOption({ label: place })
    }
  },
}

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
