// Every page: accessible in light and dark, readable on a phone and with large text, without errors, and with
// links that lead somewhere.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { audit, links } from './lib/audit.mjs'
import { answerAll, answerShown, onQuestion, submit } from './lib/exam.mjs'
import {
  become, beforeExam, goToDay, proposeChange, register, resultShown, signUp, startExam, withdrawChange,
} from './lib/pages.mjs'
import { World } from './lib/world.mjs'

const DAY = '2025-10-20'
let world
/** One browser context a role, each with its page. */
const as = {}
/** Links found, by role. */
const found = { public: new Set(), candidate: new Set(), administrator: new Set() }

/** Looks at pages by address as somebody. */
async function look(role, addresses) {
  const wrong = []
  for (const address of addresses) {
    const response = await as[role].goto(world.url + address)
    if (response.status() !== 200) wrong.push(`${address}: status ${response.status()}`)
    wrong.push(...await lookHere(role, address))
  }
  assert.deepEqual(wrong, [])
}

async function lookHere(role, name) {
  const page = as[role]
  for (const link of await links(page)) found[role].add(link)
  return (await audit(page)).map((fault) => `${name}: ${fault}`)
}

const lookNow = async (role, name) => assert.deepEqual(await lookHere(role, name), [])

describe('Every page', { concurrency: 1, timeout: 180_000 }, () => {
  before(async () => {
    world = await World.open({ today: DAY, canaries: true })
    for (const role of Object.keys(found)) as[role] = await world.page()
    await become(as.administrator, world.url, 'Ada Administrator')
    await become(as.candidate, world.url, 'Sam Holder')
  })
  after(() => world?.close())

  it('of the catalogue', () => look('public', [
    '/', '/certifications/clf', '/certifications/sysops', '/certifications/cloudops', '/certifications/dop',
    '/exams/SOA-C02/guide', '/exams/SOA-C03/guide', '/exams/DOP-C02/guide', '/exams/SOA-C03/changes',
  ]))

  it('of the announcements, which the feeds name too', async () => {
    const feed = await (await as.public.request.get(`${world.url}/announcements.json`)).json()
    const addresses = feed.items.map(({ url }) => new URL(url).pathname)
    assert.ok(addresses.length > 0)
    await look('public', ['/announcements', ...addresses])
  })

  it('for somebody who is not signed in', () => look('public', [
    '/sign-in', '/sign-up', '/verify', '/verify/many', '/issuer', '/notice', '/exams/SOA-C03/register',
    '/exams/SOA-C02/register', '/exams/SOA-C03/prep', '/problems/stale-form', '/styleguide',
  ]))

  it('of errors', async () => {
    const page = as.public
    const response = await page.goto(`${world.url}/nowhere`)
    assert.equal(response.status(), 404)
    await lookNow('public', 'not found')
    await page.goto(`${world.url}/sign-up`)
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByRole('alert').waitFor()
    await lookNow('public', 'sign-up with errors')
    await page.goto(`${world.url}/verify`)
    await page.getByText('Paste the credential as text').click()
    await page.getByLabel("The badge's JSON").fill('{"no": "badge"}')
    await page.getByRole('button', { name: 'Verify the badge' }).click()
    await page.getByRole('heading', { name: 'This is not a badge' }).waitFor()
    await lookNow('public', 'verify what is no badge')
    await page.goto(`${world.url}/verify?url=https://elsewhere.example/badge`)
    await lookNow('public', 'verify a foreign link')
  })

  it('of practice and preparation', async () => {
    const page = as.candidate
    await look('candidate', ['/exams/SOA-C03/prep'])
    await page.getByRole('button', { name: 'Start the practice set' }).first().click()
    await page.getByRole('heading', { name: 'Question 1 of 20' }).waitFor()
    await lookNow('candidate', 'practice item')
    await page.getByRole('button', { name: 'Check my answer' }).click()
    await page.getByRole('alert').waitFor()
    await lookNow('candidate', 'practice item without an answer')
    await page.locator('.practice-option').first().click()
    await page.getByRole('button', { name: 'Check my answer' }).click()
    await page.locator('.verdict').waitFor()
    await lookNow('candidate', 'practice item with feedback')
    await look('candidate', [new URL(page.url()).pathname.replace(/\/1$/, '')])
  })

  it('of the exam', async () => {
    const page = as.candidate
    await register(page, world.url, 'SOA-C03')
    await register(page, world.url, 'DOP-C02')
    const wrong = await lookHere('candidate', 'my exams')
    await beforeExam(page, world.url, 'DOP-C02')
    await page.getByText('Tick the box above, then begin.').waitFor()
    wrong.push(...await lookHere('candidate', 'before the exam'))
    await startExam(page, world.url, 'DOP-C02')
    await answerShown(page)
    await page.keyboard.press('f')
    wrong.push(...await lookHere('candidate', 'question'))
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    wrong.push(...await lookHere('candidate', 'keyboard help'))
    await page.keyboard.press('Escape')
    await page.keyboard.press('r')
    wrong.push(...await lookHere('candidate', 'review'))
    await page.getByRole('button', { name: 'Submit the exam…' }).click()
    wrong.push(...await lookHere('candidate', 'submit dialog'))
    await page.getByRole('button', { name: 'Keep working' }).click()
    await page.getByRole('button', { name: 'Back to question 1' }).click()
    await onQuestion(page, 1)
    await page.keyboard.press('n')
    const other = await page.context().newPage()
    await other.goto(page.url())
    await other.getByText('This exam is open in another tab').waitFor()
    wrong.push(...await audit(other))
    await other.close()
    assert.deepEqual(wrong, [])
  })

  it('of the result, a badge and its proof', async () => {
    const page = as.candidate
    await page.reload()
    await onQuestion(page, 2)
    await page.keyboard.press('p')
    await onQuestion(page, 1)
    await page.keyboard.press('f')
    await answerAll(page, { items: 10, right: (number) => (number === 1 ? undefined : true) })
    await submit(page)
    assert.equal(await resultShown(page), 'You passed')
    await lookNow('candidate', 'result of a pass')
    await page.getByRole('link', { name: 'See my certifications' }).click()
    await page.getByRole('link', { name: 'Open the badge' }).first().waitFor()
    await lookNow('candidate', 'my certifications')
    const badge = await page.getByRole('link', { name: 'Open the badge' }).first().getAttribute('href')
    await look('public', [badge, `/verify?url=${encodeURIComponent(world.url + badge)}`])
    await look('candidate', [badge])
  })

  it('of a person', () => look('candidate', [
    '/my', '/my/exams', '/my/messages', '/account', '/exams/DOP-C02/register', '/exams/CLF-C02/register',
  ]))

  it('of a newcomer, with a result that is no pass', async () => {
    const page = as.public
    await signUp(page, world.url)
    await look('public', ['/my', '/my/exams', '/my/messages'])
    await register(page, world.url, 'DOP-C02')
    await startExam(page, world.url, 'DOP-C02')
    await page.keyboard.press('r')
    await submit(page)
    assert.equal(await resultShown(page), 'You did not pass this time')
    await lookNow('public', 'result of a fail')
    await look('public', ['/exams/DOP-C02/register'])
  })

  it('of the administration', async () => {
    const page = as.administrator
    await look('administrator', [
      '/admin', '/admin/people', '/admin/people?q=nobody', '/admin/sittings', '/admin/credentials',
      '/admin/programme', '/account',
    ])
    await page.goto(`${world.url}/admin/people?q=sam`)
    await page.getByRole('link', { name: 'Sam Holder' }).click()
    await lookNow('administrator', 'a candidate')
    await page.getByRole('link', { name: 'Report' }).first().click()
    await lookNow('administrator', "a candidate's result")
  })

  it('of a change of the programme, and of every decision about a person', async () => {
    const page = as.administrator
    await look('administrator', ['/admin/changes'])
    const room = page.getByRole('navigation', { name: 'Administration' }).locator('[aria-current=page]')
    assert.equal(await room.innerText(), 'Changes')
    await page.getByRole('link', { name: 'Preview: DevOps Engineer no longer renews those below it' }).click()
    await page.getByRole('heading', { name: 'To whom' }).waitFor()
    await lookNow('administrator', 'a draft that is looked at')
    await page.getByRole('button', { name: 'Propose this change' }).click()
    await page.getByRole('alert').waitFor()
    await lookNow('administrator', 'a draft without a reason')
    const change = await proposeChange(page, 'One way less to keep.')
    await page.locator('.chart summary').click()
    await lookNow('administrator', 'a proposed change with its numbers open')
    await look('administrator', [`${change}?kind=cannot_renew`, `${change}?q=nobody`])
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(world.url + change)
    const row = page.locator('#people tbody tr').first()
    const widths = await row.locator('td').evaluateAll((cells) => cells.map((cell) => cell.clientWidth))
    assert.ok(widths.every((width) => width > 300), `cells have the width of a phone: ${widths}`)
    await page.setViewportSize({ width: 1280, height: 900 })
    await withdrawChange(page, 'A mistake.')
    await page.getByText('nothing was changed').waitFor()
    await lookNow('administrator', 'a withdrawn change')
    await look('administrator', ['/admin/changes'])
    await page.goto(`${world.url}/admin/people?q=sam`)
    await page.getByRole('link', { name: 'Sam Holder' }).click()
    await page.getByRole('link', { name: /Explain another day/ }).click()
    await page.getByRole('heading', { name: 'Every decision about Sam Holder' }).waitFor()
    await lookNow('administrator', 'every decision about a candidate')
    await page.goto(`${page.url()}?known_at=2024-01-01T09:00`)
    await lookNow('administrator', 'what was known')
    await page.goto(`${page.url().split('?')[0]}?as_of=nonsense`)
    await lookNow('administrator', 'a day that is none')
    await as.candidate.goto(`${world.url}/my`)
    await as.candidate.getByRole('link', { name: 'Explain any day' }).click()
    await as.candidate.getByRole('heading', { name: 'Every decision about Sam Holder' }).waitFor()
    await lookNow('candidate', 'every decision about oneself')
  })

  it('keeps its menus on the screen of a phone', async () => {
    const page = as.candidate
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`${world.url}/my`)
    for (const menu of await page.locator('details.menu').all()) {
      await menu.locator('summary').click()
      const box = await menu.locator('.menu-panel').boundingBox()
      assert.ok(box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box))
      await menu.locator('summary').click()
    }
  })

  it('has links that lead somewhere', async () => {
    const broken = []
    for (const [role, addresses] of Object.entries(found)) {
      for (const address of addresses) {
        const { status, type } = await as[role].evaluate(async (where) => {
          const response = await fetch(where, { headers: { accept: 'text/html,*/*' } })
          return { status: response.status, type: response.headers.get('content-type') }
        }, address)
        if (status >= 400 || !type) broken.push(`${address} as ${role}: ${status} ${type}`)
      }
    }
    assert.ok(found.public.size > 20 && found.candidate.size > 20 && found.administrator.size > 20)
    assert.deepEqual(broken, [])
  })

  it('has no error on the console but the refusals that were asked for', () => {
    const asked = /the server responded with a status of (404|422)/
    assert.deepEqual(world.complaints.filter((text) => !asked.test(text)), [])
  })
})
