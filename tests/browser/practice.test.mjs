// Practising with feedback, the prep plan, accounts and their sessions, what forms and doors refuse.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { answer, itemOf, plain } from './lib/bank.mjs'
import { optionInputs, optionText, options, shownQuestion } from './lib/exam.mjs'
import { become, signOut, signUp } from './lib/pages.mjs'
import { World } from './lib/world.mjs'

const ITEMS = 10
const DRILL = 'SOA-C03-drill'
let world

const text = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ')
const check = (page) => page.getByRole('button', { name: 'Check my answer' }).click()
const stem = async (page) => (await shownQuestion(page)).stem
const step = (page, title) => page.locator('.steps > li').filter({ hasText: title })

/** Chooses on the practice page; which options stand for a right or a wrong answer, the bank knows. */
async function choose(page, right) {
  const wanted = answer(await stem(page), right)
  for (const option of await options(page).all()) {
    const words = plain(await optionText(option).innerText())
    if (wanted.includes(words)) await option.click()
  }
}

/** Works through a set from item `from`; every fourth answer is wrong. Returns how many were right. */
async function workThrough(page, from, wrong = (number) => number % 4 === 0) {
  let right = 0
  for (let number = from; number <= ITEMS; number += 1) {
    await page.getByRole('heading', { name: `Question ${number} of ${ITEMS}` }).waitFor()
    await choose(page, !wrong(number))
    await check(page)
    const verdict = wrong(number) ? 'Not right this time' : 'Right'
    assert.equal(await page.locator('.verdict-text').innerText(), verdict)
    right += wrong(number) ? 0 : 1
    const next = number < ITEMS ? 'Next question' : 'See your result'
    await page.getByRole('link', { name: next }).press('Enter')
  }
  return right
}

describe('Practice', { concurrency: 1, timeout: 180_000 }, () => {
  let page
  before(async () => {
    world = await World.open({ canaries: true })
    page = await world.page()
    await signUp(page, world.url, 'Priya Practises')
  })

  it('starts from the prep plan and asks again where nothing was chosen', async () => {
    await page.goto(`${world.url}/exams/SOA-C03/prep`)
    assert.equal(await page.locator('.steps > li').count(), 4)
    await step(page, 'domain by domain').getByRole('button', { name: 'Start the practice set' }).click()
    await page.getByRole('heading', { name: `Question 1 of ${ITEMS}` }).waitFor()
    const item = itemOf(await stem(page))
    const shown = plain(await page.content())
    for (const { rationale } of item.option) assert.ok(!shown.includes(plain(rationale.slice(0, 40))))
    await check(page)
    assert.match(await text(page.getByRole('alert')), /Choose \w+: nothing is chosen yet/)
    assert.equal(await options(page).count(), item.option.length)
  })

  it('shows the message at the question and keeps what was chosen', async () => {
    for (let number = 1; number <= ITEMS; number += 1) {
      await page.goto(page.url().replace(/\d+(#.*)?$/, String(number)))
      if (await optionInputs(page).and(page.locator('[type=checkbox]')).count() > 0) break
    }
    await options(page).nth(1).click()
    await check(page)
    await page.getByRole('alert').getByRole('link').click()
    assert.match(page.url(), /#f-RESPONSE-ask$/)
    assert.match(await text(page.locator('#f-RESPONSE-ask')), /you have chosen one/)
    assert.deepEqual(await optionInputs(page).evaluateAll((inputs) =>
      inputs.findIndex((input) => input.checked)), 1)
  })

  it('tells about every option why it is right or wrong', async () => {
    await page.goto(page.url().replace(/\d+(#.*)?$/, '1'))
    const item = itemOf(await stem(page))
    await choose(page, false)
    await check(page)
    assert.equal(await page.locator('.verdict-text').innerText(), 'Not right this time')
    const cards = options(page)
    assert.equal(await cards.count(), item.option.length)
    const feedback = plain((await cards.allInnerTexts()).join(' '))
    for (const { rationale } of item.option) assert.ok(feedback.includes(plain(rationale).slice(0, 60)))
    assert.equal(await cards.filter({ hasText: 'Right answer' }).count(), item.key.length)
    assert.equal(await cards.filter({ hasText: 'Your choice' }).count(), item.key.length)
    await page.getByRole('link', { name: item.source.title }).waitFor()
    await page.getByText('It counts once, as a first answer').waitFor()
    await page.getByRole('button', { name: 'Mixed up two things' }).click()
    await page.getByText('Noted: Mixed up two things').waitFor()
    await page.getByText('Report this question').click()
    await page.getByLabel('What is wrong with it?').fill('Option B is right as well.')
    await page.getByRole('button', { name: 'Send the report' }).click()
    await page.getByRole('heading', { name: 'Thank you for the report' }).waitFor()
    await page.getByRole('link', { name: 'Back to the question' }).click()
    await page.getByRole('link', { name: 'Next question' }).click()
  })

  it('is gone on with where one left, and nothing is begun anew without a word', async () => {
    await page.getByRole('heading', { name: `Question 2 of ${ITEMS}` }).waitFor()
    const run = new URL(page.url()).pathname.split('/')[2]
    await page.getByRole('link', { name: 'Leave for now' }).click()
    await page.waitForURL('**/exams/SOA-C03/practice')
    await page.getByRole('link', { name: `Continue: 1 of ${ITEMS} answered` }).waitFor()
    await page.goto(`${world.url}/exams/SOA-C03/prep`)
    const first = step(page, 'domain by domain')
    await first.getByRole('button', { name: 'Start again' }).waitFor()
    assert.equal(await first.getByRole('button', { name: 'Start the practice set' }).count(), 0)
    await page.locator('.domains').getByText('0 of 1 right').waitFor()
    await first.getByRole('link', { name: `Continue: 1 of ${ITEMS} answered` }).click()
    await page.waitForURL(`**/practice/${run}/2`)
    await page.getByText(`1 of ${ITEMS} answered`).waitFor()
    // The same form as before, sent again from a page of before: it finds the open run.
    await page.goBack()
    const csrf = await page.locator('meta[name=csrf-token]').getAttribute('content')
    const form = { set: DRILL, csrf }
    const again = await page.request.post(`${world.url}/practice`, { form, maxRedirects: 0,
      headers: { origin: world.url } })
    assert.equal(again.headers().location, `/practice/${run}/2`)
    await page.goto(`${world.url}/practice/${run}/2`)
  })

  it('sums a run up and others follow', async () => {
    const right = await workThrough(page, 2)
    await page.getByText(`${right} of ${ITEMS} correct`).first().waitFor()
    const rows = await page.getByRole('table', { name: 'By domain' }).locator('tbody tr').allInnerTexts()
    assert.equal(rows.length, 5)
    await page.getByRole('button', { name: 'Take it again' }).click()
    assert.equal(await workThrough(page, 1, () => false), ITEMS)
    await page.getByText(`${ITEMS} of ${ITEMS} correct`).first().waitFor()
    await page.getByRole('link', { name: 'Back to the prep plan' }).click()
  })

  it('explains the first look when it is handed in, and until then nothing', async () => {
    const drilled = /20 of 150 questions answered for the first time/
    assert.match(await text(step(page, 'domain by domain')), drilled)
    await step(page, 'Know the exam').getByRole('button', { name: 'Start the practice set' }).click()
    for (let number = 1; number <= 20; number += 1) {
      await page.getByRole('heading', { name: `Question ${number} of 20` }).waitFor()
      await choose(page, number % 4 !== 0)
      await page.getByRole('button', { name: 'Save and go on' }).click()
    }
    await page.getByText('20 of 20 answered; what is right is told once you hand it in').waitFor()
    assert.equal(await page.getByText(/: right|not right/).count(), 0)
    await page.getByRole('button', { name: 'Hand it in' }).click()
    await page.getByText('15 of 20 correct').first().waitFor()
    await page.getByRole('link', { name: 'Back to the prep plan' }).click()
  })

  it('moves the prep plan on', async () => {
    const title = 'Refresh your knowledge'
    assert.match(await text(step(page, 'Know the exam')), /20 of 20 questions answered for the first time/)
    const finished = page.getByRole('table', { name: 'Finished practice' })
    assert.equal(await finished.locator('tbody tr').count(), 3)
    assert.equal(await step(page, title).getAttribute('aria-current'), 'step')
    await step(page, title).getByText('0 of 13 courses done').waitFor()
    await step(page, title).getByRole('link', { name: 'Open the courses' }).waitFor()
    await step(page, title).getByText('Leave this step out').click()
    await step(page, title).getByRole('button', { name: 'I know this already' }).click()
    await step(page, title).getByText('You left this step out: I know this already.').waitFor()
    assert.equal(await step(page, 'domain by domain').getAttribute('aria-current'), 'step')
    await step(page, title).getByRole('button', { name: 'Take it up again' }).click()
    await step(page, title).getByText('Leave this step out').waitFor()
  })
})

describe('An account', { concurrency: 1, timeout: 180_000 }, () => {
  let account
  const fill = async (page, { name, email, password }) => {
    if (name !== undefined) await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password').fill(password)
  }
  const signIn = async (page, email, password) => {
    await page.goto(`${world.url}/sign-in`)
    await fill(page, { email, password })
    await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  }
  const isOut = async (page) => {
    await page.goto(`${world.url}/account`)
    assert.match(page.url(), /\/sign-in\?next=\/account$/)
  }

  it('is made by a form that says at each field what is wrong, and keeps what was typed', async () => {
    const page = await world.page()
    await page.goto(`${world.url}/sign-up`)
    await fill(page, { name: 'Ines Input', email: 'not an address', password: 'short' })
    await page.getByRole('button', { name: 'Show' }).click()
    assert.equal(await page.getByLabel('Password').getAttribute('type'), 'text')
    await page.getByRole('button', { name: 'Hide' }).click()
    assert.equal(await page.getByLabel('Password').getAttribute('type'), 'password')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('button', { name: 'Make the account' }).click()
    assert.match(await text(page.getByRole('alert')), /2 answers need another look/)
    assert.match(await page.title(), /^Error: Make an account/)
    const message = (label) => page.getByLabel(label).evaluate((input) => {
      const ids = input.getAttribute('aria-describedby').split(' ')
      return ids.map((id) => document.getElementById(id).textContent).join(' ')
    })
    assert.match(await message('E-mail address'), /Enter an e-mail address like/)
    assert.match(await message('Password'), /12 characters/)
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Ines Input')
    assert.equal(await page.getByLabel('E-mail address').inputValue(), 'not an address')
    assert.equal(await page.getByLabel('Password').inputValue(), '', 'a password is never written back')
    account = await signUp(page, world.url, 'Ines Input')
    await signOut(page, world.url)
    await page.goto(`${world.url}/sign-up`)
    await fill(page, { ...account, name: 'Somebody Else', password: 'another good password' })
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.waitForURL(`${world.url}/`)
    await page.goto(`${world.url}/account`)
    await page.getByText('Your address is not confirmed').waitFor()
    assert.equal(await page.getByRole('alert').count(), 0, 'nobody is told that the address is known')
    await page.context().close()
  })

  it('signs in by e-mail and password and out, and comes back to where it wanted to go', async () => {
    const page = await world.page()
    await signIn(page, account.email, 'not the right password')
    assert.match(await text(page.getByRole('alert')), /do not match/)
    assert.equal(await page.getByLabel('E-mail address').inputValue(), account.email)
    await page.goto(`${world.url}/my/exams`)
    await fill(page, { email: account.email, password: account.password })
    await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL(`${world.url}/my/exams`)
    await signOut(page, world.url)
    await isOut(page)
    await page.context().close()
  })

  it('lists its sessions and ends one', async () => {
    const here = await world.page()
    const there = await world.page({ userAgent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0' })
    for (const page of [here, there]) {
      await signIn(page, account.email, account.password)
      await page.waitForURL(/\/my$/)
    }
    await here.goto(`${world.url}/account`)
    const rows = here.getByRole('table', { name: 'Where you are signed in' }).locator('tbody tr')
    assert.equal(await rows.count(), 2)
    assert.equal(await rows.filter({ hasText: 'This device' }).count(), 1)
    const other = rows.filter({ hasText: 'Firefox on Windows' })
    await other.getByRole('button', { name: 'End this session' }).click()
    await other.waitFor({ state: 'detached' })
    await isOut(there)
    await here.goto(`${world.url}/account`)
    assert.match(here.url(), /\/account$/)
    await Promise.all([here.context().close(), there.context().close()])
  })

  it('changes its password, which ends every session', async () => {
    const [page, other] = [await world.page(), await world.page()]
    for (const one of [page, other]) {
      await signIn(one, account.email, account.password)
      await one.waitForURL(/\/my$/)
    }
    await page.goto(`${world.url}/account`)
    const change = async (old) => {
      await page.getByLabel('Current password').fill(old)
      await page.getByLabel('New password').fill('staple battery horse')
      await page.getByRole('button', { name: 'Change the password' }).click()
    }
    await change('wrong')
    assert.match(await text(page.getByRole('alert')), /Enter your current password/)
    await change(account.password)
    await page.waitForURL(/\/sign-in$/)
    await isOut(other)
    await signIn(page, account.email, 'staple battery horse')
    await page.waitForURL(/\/my$/)
    await Promise.all([page.context().close(), other.context().close()])
  })
})

describe('A door', { concurrency: 1, timeout: 180_000 }, () => {
  let page
  before(async () => {
    page = await world.page()
    await become(page, world.url, 'Noor Newcomer')
  })
  after(() => world?.close())

  it('refuses a form with another token', async () => {
    const token = await page.locator('meta[name=csrf-token]').getAttribute('content')
    const post = (csrf, headers = {}) => page.request.post(`${world.url}/exams/SOA-C03/register`, {
      form: { csrf }, headers: { accept: 'text/html', ...headers }, maxRedirects: 0,
    })
    for (const wrong of ['', 'x', token.replace(/^./, token.startsWith('0') ? '1' : '0')]) {
      assert.equal((await post(wrong)).status(), 403)
    }
    const evil = { origin: 'https://evil.example' }
    const foreign = [evil, { origin: 'null' }, { 'sec-fetch-site': 'same-site' }]
    for (const headers of foreign) {
      assert.equal((await post(token, headers)).status(), 403)
    }
    await page.goto(`${world.url}/my/exams`)
    await page.getByText('You are not registered for any exam').waitFor()
    assert.equal((await post(token)).status(), 303)
  })

  it('refuses a form on the page of another site', async () => {
    const evil = `<form method=post action="${world.url}/sign-out"><button>Win a prize</button></form>`
    const visit = await page.context().newPage()
    // By its other name this machine is another site.
    const address = `${world.url.replace('127.0.0.1', 'localhost')}/prize`
    await visit.route(address, (route) => route.fulfill({ contentType: 'text/html', body: evil }))
    await visit.goto(address)
    await visit.getByRole('button', { name: 'Win a prize' }).click()
    await visit.getByRole('heading', { name: 'This came from another site' }).waitFor()
    await visit.close()
    await page.goto(`${world.url}/my`)
    assert.match(page.url(), /\/my$/, 'still signed in')
  })

  it('says what is wrong with a form that nobody filled in by hand', async () => {
    const csrf = await page.locator('meta[name=csrf-token]').getAttribute('content')
    const post = async (path, form) =>
      (await page.request.post(world.url + path, { form: { csrf, ...form }, maxRedirects: 0 })).status()
    assert.equal(await post('/exams/SOA-C03/register', { price: '0' }), 400)
    assert.equal(await post('/exams/NO-C01/register', {}), 404)
    assert.equal(await post('/practice', { set: 'no-such-set' }), 404)
    assert.equal(await post('/demo/clock', { today: '30 September' }), 400)
    assert.equal(await post('/sign-up', { name: 'x'.repeat(100_000) }), 413)
  })

  const TEAM = ['', '/candidates', '/candidates.csv', '/sittings', '/sittings.csv', '/credentials',
    '/credentials.csv', '/programme'].map((page) => `/admin${page}`)

  it('of the team is shut for candidates and leads strangers to signing in', async () => {
    const stranger = await world.page()
    for (const path of TEAM) {
      assert.ok([403, 404].includes((await page.request.get(world.url + path)).status()), path)
      await stranger.goto(world.url + path)
      assert.match(stranger.url(), /\/sign-in\?next=/, path)
    }
    await stranger.context().close()
    await page.goto(world.url)
    assert.equal(await page.getByRole('link', { name: 'Administration' }).count(), 0)
  })

  it('of the team is open for the administrator', async () => {
    const admin = await world.page()
    await become(admin, world.url, 'Ada Administrator')
    for (const path of TEAM) assert.equal((await admin.request.get(world.url + path)).status(), 200, path)
    await admin.goto(`${world.url}/admin/people`)
    for (const name of ['Noor Newcomer', 'Sam Holder', 'Ines Input']) {
      await admin.getByRole('link', { name }).waitFor()
    }
    await admin.getByLabel('Name or e-mail address').fill('sam')
    await admin.getByRole('button', { name: 'Filter' }).click()
    assert.equal(await admin.getByRole('table', { name: 'People' }).locator('tbody tr').count(), 1)
    await admin.getByRole('link', { name: 'Sam Holder' }).click()
    await admin.getByText('until 10 March 2027').first().waitFor()
    await admin.goto(`${world.url}/admin/credentials`)
    const listed = await text(admin.getByRole('table', { name: 'Credentials' }))
    assert.match(listed, /Pat Professional DevOps Engineer - Professional/)
    await admin.goto(`${world.url}/admin/programme`)
    assert.match(await text(admin.locator('main')), /SOA-C03-A/)
    const csv = await (await admin.request.get(`${world.url}/admin/people.csv`)).text()
    assert.match(csv, /^id,name,address,confirmed,confirmed_how,roles,since,closed_on\r\n/)
    await admin.context().close()
  })
})
