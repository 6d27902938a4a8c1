// What each question of the style guide is answered with, and the three ways to do it: by keyboard, by
// pointer, and as a plain form.
import assert from 'node:assert/strict'
import { options } from './exam.mjs'

/** What each question is answered with, by response variable. */
export const WANTED = {
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
/** Tab until something has the focus; bounded, so that a lost focus is a finding. */
export async function tabTo(page, locator) {
  for (let step = 0; step < 60; step += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`never reached by Tab: ${locator}`)
}
export const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key)
}
export const chip = (page, name) => page.locator('.chip-button', { hasText: name })
export const card = (page, id) => page.locator(`[data-card="${id}"]`)

/** The keyboard's way with each kind. */
export const BY_KEYS = {
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

export const BY_POINTER = {
  choice: (page) => page.getByText('An upload that names no encryption').click(),
  async several(page) {
    for (const at of [0, 2]) await options(page).nth(at).click()
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
    await options(page).nth(1).click()
    await drag(page, card(page, 'A').locator('.order-text'), card(page, 'B'), { dy: -12 })
  },
}

/** Without a script: the controls of the form, as they are. */
export const BY_FORM = {
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
