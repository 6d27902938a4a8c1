// Every page that the routes name, for everybody who may open it: accessible in light and dark and at both
// widths, readable on a phone and with large text, without errors, and with links that lead somewhere.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { audit } from './lib/audit.mjs'
import {
  answerAll, answerShown, onQuestion, openReview, options, saveState, submit,
} from './lib/exam.mjs'
import { Looking } from './lib/looking.mjs'
import {
  become, beforeExam, proposeChange, register, resultShown, signUp, startExam, withdrawChange,
} from './lib/pages.mjs'
import { pageRoutes } from './lib/routes.mjs'
import { BINARY } from './lib/server.mjs'
import { World } from './lib/world.mjs'

const DAY = '2025-10-20'
/** Pages that are there for a moment: one letter ends the link of another, and a job goes once it is done. */
const FLEETING = ['/new-password/{token}', '/sign-in-link/{token}', '/admin/jobs/{number}']
/** Somebody of the demonstration. */
const SAM = 'sam@demo.example'
const ONCE = /^\/(new-password|sign-in-link|claim|new-address|crew-invitations)\//
/** Pages that are looked at side by side; the machines of the checks have two cores. */
const AT_ONCE = 3

let world
let newcomer
/** One browser context a role, each with its page. */
const as = {}
const ROLES = ['public', 'candidate', 'newcomer', 'administrator', 'support', 'auditor']
const routes = pageRoutes()
let looking

/** The team's commands, beside the running server. */
const admin = async (...call) => {
  const data = ['--data', path.join(world.server.data, 'data')]
  return (await promisify(execFile)(BINARY, ['admin', ...call, ...data])).stdout.trim()
}

/** Somebody gets a role. */
const grant = (email, role) =>
  admin('add', '--email', email, '--role', role, '--reason', 'To see every page.')

/** The way that an invitation into a crew has, once its mail is there. */
async function invitation(before) {
  for (let turn = 0; turn < 40; turn += 1) {
    await as.public.goto(`${world.url}/demo/mail`)
    const all = await as.public.locator('article.card a').evaluateAll((anchors) =>
      anchors.map(({ href }) => href))
    const mailed = all.map((href) => new URL(href).pathname)
    const link = mailed.find((to) => to.startsWith('/crew-invitations/') && to !== before)
    if (link) return link
  }
  return assert.fail('the invitation never came')
}

/** Letters to the newcomer, who proves an address first: addresses of pages that no page leads to. */
async function letters() {
  const link = async () => new URL(await admin('link', newcomer.email)).pathname
  await as.newcomer.goto(world.url + await link())
  await as.newcomer.getByRole('button', { name: 'Confirm this address' }).click()
  await as.newcomer.waitForURL(/\/my$/)
  const page = as.public
  for (const address of ['/new-password', '/sign-in-link']) {
    await page.goto(world.url + address)
    await page.getByLabel('E-mail address').fill(newcomer.email)
    const answered = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.locator('main form').getByRole('button').first().click()
    assert.ok((await answered).ok())
  }
  const wanted = /^\/(new-password|sign-in-link)\//
  for (let turn = 0; turn < 40; turn += 1) {
    await page.goto(`${world.url}/demo/mail`)
    const all = await page.locator('article.card a').evaluateAll((anchors) => anchors.map(({ href }) => href))
    const mailed = all.map((href) => new URL(href).pathname).filter((address) => wanted.test(address))
    if (mailed.length === 2) return [...mailed, await link()]
  }
  return assert.fail('the letters never came')
}

describe('Every page', { concurrency: 1, timeout: 900_000 }, () => {
  before(async () => {
    world = await World.open({ today: DAY, canaries: true })
    for (const role of ROLES) as[role] = await world.page()
    looking = new Looking(world.url, as, routes)
    await grant('pat@demo.example', 'support')
    await grant('finn@demo.example', 'auditor')
    await become(as.administrator, world.url, 'Ada Administrator')
    await become(as.candidate, world.url, 'Sam Holder')
    await become(as.support, world.url, 'Pat Professional')
    await become(as.auditor, world.url, 'Finn Failed')
  })
  after(() => world?.close())

  it('of errors', async () => {
    const page = as.public
    const response = await page.goto(`${world.url}/nowhere`)
    assert.equal(response.status(), 404)
    await looking.now('public', 'not found')
    await page.goto(`${world.url}/sign-up`)
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByRole('alert').waitFor()
    await looking.now('public', 'sign-up with errors')
    await page.goto(`${world.url}/verify`)
    await page.getByText('Paste the credential as text').click()
    await page.getByLabel("The badge's JSON").fill('{"no": "badge"}')
    await page.getByRole('button', { name: 'Verify the badge' }).click()
    await page.getByRole('heading', { name: 'This is not a badge' }).waitFor()
    await looking.now('public', 'verify what is no badge')
    await page.goto(`${world.url}/verify?url=https://elsewhere.example/badge`)
    await looking.now('public', 'verify a foreign link')
  })

  it('of practice and preparation', async () => {
    const page = as.candidate
    await looking.at('candidate', ['/exams/SOA-C03/practice', '/exams/SOA-C03/reviews',
      '/roles', '/roles/site-reliability-engineer',
      '/exams/SOA-C03/prep/reading', '/exams/SOA-C03/prep'])
    await page.getByRole('button', { name: 'Start the practice set' }).first().click()
    await page.getByRole('heading', { name: 'Question 1 of 20' }).waitFor()
    await looking.now('candidate', 'question of the first look')
    await looking.at('candidate', [new URL(page.url()).pathname.replace(/\/1$/, '')])
    await page.goto(`${world.url}/exams/SOA-C03/practice`)
    await page.getByRole('button', { name: '10 new questions' }).click()
    await page.getByRole('heading', { name: 'Question 1 of 10' }).waitFor()
    await looking.now('candidate', 'practice item')
    await page.getByRole('button', { name: 'Check my answer' }).click()
    await page.getByRole('alert').waitFor()
    await looking.now('candidate', 'practice item without an answer')
    // Which question comes is chance: some ask for two or three options.
    for (let chosen = 0; chosen < 3 && !await page.locator('.verdict').count(); chosen += 1) {
      await options(page).nth(chosen).click()
      const answered = page.waitForResponse((response) => response.request().method() === 'POST')
      await page.getByRole('button', { name: 'Check my answer' }).click()
      await answered
      await page.waitForLoadState('load')
    }
    await page.locator('.verdict').waitFor()
    await looking.now('candidate', 'practice item with feedback')
    await looking.at('candidate', [new URL(page.url()).pathname.replace(/\/1$/, '')])
    await page.goto(`${world.url}/exams/SOA-C03/prep`)
    await page.getByLabel('Day of your exam').fill('2020-01-29')
    await page.getByRole('button', { name: 'Set the day' }).click()
    await page.getByText('Choose today or a later day.').first().waitFor()
    await looking.now('candidate', 'a day that has passed')
    // Looking at a page folds it.
    await page.getByText('Change day or hours').click()
    await page.getByLabel('Day of your exam').fill('2026-01-29')
    await page.getByRole('button', { name: 'Set the day' }).click()
    await page.getByText('until 29 January 2026').first().waitFor()
    await looking.now('candidate', 'plan with a day')
    await looking.at('candidate', ['/exams/SOA-C02/switch'])
  })

  it('of the final practice exam', async () => {
    const page = as.candidate
    await looking.at('candidate', ['/exams/SOA-C03/practice/SOA-C03-P1'])
    await page.goto(`${world.url}/exams/SOA-C03/practice/SOA-C03-P1`)
    await page.getByLabel(/^I agree/).check()
    await page.getByRole('button', { name: /^Begin now/ }).click()
    await onQuestion(page, 1)
    await looking.now('candidate', 'final practice exam')
    await page.keyboard.press('a')
    await saveState(page, 'saved')
    await openReview(page)
    await submit(page)
    await page.getByText('1 of 65').or(page.getByText('0 of 65')).first().waitFor()
    await looking.now('candidate', 'report of the final practice exam')
    await page.goto(`${world.url}/exams/SOA-C03/practice/SOA-C03-P1`)
    await page.getByText('You have seen 65 of its 65 questions').waitFor()
    await looking.now('candidate', 'before a second final practice exam')
  })

  it('of the exam', async () => {
    const page = as.candidate
    await register(page, world.url, 'SOA-C03')
    await register(page, world.url, 'DOP-C02')
    const wrong = await looking.here('candidate', 'my exams')
    await beforeExam(page, world.url, 'DOP-C02')
    await page.getByText('Tick the box above, then begin.').waitFor()
    wrong.push(...await looking.here('candidate', 'before the exam'))
    await startExam(page, world.url, 'DOP-C02')
    await answerShown(page)
    await page.keyboard.press('f')
    wrong.push(...await looking.here('candidate', 'question'))
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    wrong.push(...await looking.here('candidate', 'keyboard help'))
    await page.keyboard.press('Escape')
    await page.keyboard.press('r')
    wrong.push(...await looking.here('candidate', 'review'))
    await page.getByRole('button', { name: 'Submit the exam…' }).click()
    wrong.push(...await looking.here('candidate', 'submit dialog'))
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
    await looking.now('candidate', 'result of a pass')
    await page.getByRole('link', { name: 'See my certifications' }).click()
    await page.getByRole('heading', { name: 'My certifications' }).waitFor()
    for (const row of await page.locator('details.held:not([open]) > summary').all()) await row.click()
    const badge = await page.getByRole('link', { name: 'Open the badge' }).first().getAttribute('href')
    await looking.now('candidate', 'my certifications')
    await looking.at('public', [badge, `/verify?url=${encodeURIComponent(world.url + badge)}`])
    await looking.at('candidate', [badge])
  })

  it('of a newcomer, with a result that is no pass', async () => {
    const page = as.newcomer
    newcomer = await signUp(page, world.url)
    await looking.at('newcomer', ['/my', '/my/exams', '/my/messages'])
    await register(page, world.url, 'DOP-C02')
    await startExam(page, world.url, 'DOP-C02')
    await page.keyboard.press('r')
    await submit(page)
    assert.equal(await resultShown(page), 'You did not pass this time')
    await looking.now('newcomer', 'result of a fail')
    await looking.at('newcomer', ['/exams/DOP-C02/register'])
  })

  it('of crews', async () => {
    const page = as.candidate
    await looking.at('candidate', ['/crews'])
    await page.getByRole('button', { name: 'Begin a crew' }).click()
    await page.getByRole('alert').waitFor()
    await looking.now('candidate', 'a crew without a name')
    await page.getByLabel('Name of the crew').fill('Platform operations')
    await page.getByRole('button', { name: 'Begin a crew' }).click()
    await page.getByRole('heading', { name: 'Platform operations' }).waitFor()
    const crew = new URL(page.url()).pathname
    await page.getByLabel('E-mail address').fill(newcomer.email)
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByText(newcomer.email).first().waitFor()
    await looking.now('candidate', 'a crew that nobody joined yet')
    const link = await invitation()
    for (const role of ['public', 'administrator', 'candidate', 'newcomer']) await looking.at(role, [link])
    await as.newcomer.getByRole('button', { name: 'Join the crew' }).click()
    await as.newcomer.getByRole('heading', { name: 'What they see of you' }).waitFor()
    await looking.now('newcomer', 'what is seen of a member')
    await looking.at('newcomer', ['/crews'])
    await looking.at('candidate', [`${crew}/assign`])
    await page.getByLabel('E-mail address').fill(newcomer.email)
    await page.getByLabel('What').selectOption('SOA-C03')
    await page.getByRole('button', { name: 'Assign', exact: true }).click()
    await page.getByRole('heading', { name: 'Platform operations' }).waitFor()
    await looking.now('candidate', 'a crew with a member')
    await looking.at('candidate', [`${crew}/skills`, `${crew}/list`])
    await page.getByLabel('List', { exact: true }).setInputFiles({
      name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('email,what\numa@work.example,gardening\n'),
    })
    await page.getByRole('button', { name: 'See what it would do' }).click()
    await page.getByText('is no plan, course or job role').waitFor()
    await looking.now('candidate', 'a list with a fault')
    // Who leads a crew is in another one.
    const team = as.administrator
    await team.goto(`${world.url}/crews`)
    await team.getByLabel('Name of the crew').fill('Everybody')
    await team.getByRole('button', { name: 'Begin a crew' }).click()
    await team.getByLabel('E-mail address').fill(SAM)
    await team.getByRole('button', { name: 'Invite', exact: true }).click()
    await looking.at('candidate', [await invitation(link)])
    await page.getByRole('button', { name: 'Join the crew' }).click()
    await page.getByRole('heading', { name: 'What they see of you' }).waitFor()
    await looking.now('candidate', 'what is seen of a member who leads')
  })

  it('of the administration', async () => {
    const page = as.administrator
    await looking.at('administrator', [
      '/admin/people?q=nobody', '/admin/people?account=closed',
      '/admin/reports?from=2030-01-01&until=2030-12-31',
    ])
    // Numbers are there for readers of tables too: with every fold open.
    for (const address of ['/admin', '/admin/reports']) {
      await page.goto(world.url + address)
      for (const fold of await page.locator('.chart summary').all()) await fold.click()
      await looking.now('administrator', `${address} with its numbers open`)
    }
    await page.goto(`${world.url}/admin/people?q=sam`)
    await page.getByRole('link', { name: 'Sam Holder' }).click()
    await looking.now('administrator', 'a candidate')
    await page.getByRole('link', { name: 'Report' }).first().click()
    await looking.now('administrator', "a candidate's result")
  })

  it('of registrations, and what the team does with one', async () => {
    const page = as.administrator
    await looking.at('administrator', [
      '/admin/registrations', '/admin/registrations?q=nobody', '/admin/registrations/new',
    ])
    await page.goto(`${world.url}/admin/registrations/new`)
    await page.getByLabel('E-mail address of the person').fill('noa@demo.example')
    await page.getByRole('button', { name: 'Choose the exam' }).click()
    await page.getByRole('heading', { name: 'Register Noa Nearly for an exam' }).waitFor()
    await page.locator('details.fold summary').first().click()
    await looking.now('administrator', 'exams that somebody can be registered for')
    const choice = page.getByRole('link', { name: /^Choose/ }).first()
    const exam = (await choice.textContent()).split(' ').pop()
    await choice.click()
    await looking.now('administrator', 'what follows from registering')
    await page.getByLabel('Reason, for Noa Nearly and for the audit log').fill('Asked for by telephone.')
    await page.getByRole('button', { name: 'Register Noa Nearly' }).click()
    await page.getByText(`Registered for ${exam}`).waitFor()
    await looking.now('administrator', 'a registration')
    await page.getByRole('link', { name: 'Move…' }).click()
    await page.getByRole('link', { name: /^Choose/ }).first().click()
    await looking.now('administrator', 'what follows from moving')
    await page.goBack()
    await page.goBack()
    await page.getByRole('link', { name: 'Withdraw…' }).click()
    await page.getByRole('button', { name: 'Withdraw the registration' }).click()
    await page.getByRole('alert').first().waitFor()
    await looking.now('administrator', 'a withdrawal without a reason')
    await page.getByLabel('Reason, for Noa Nearly and for the audit log').fill('A wrong exam.')
    await page.getByRole('button', { name: 'Withdraw the registration' }).click()
    await page.getByText(`${exam} is withdrawn`).waitFor()
  })

  it('of what the team decides about a person and puts on record', async () => {
    const page = as.administrator
    await page.goto(`${world.url}/admin/people?q=sam`)
    await page.getByRole('link', { name: 'Sam Holder' }).click()
    await page.getByRole('heading', { name: 'Record an event' }).waitFor()
    const person = new URL(page.url()).pathname
    const record = (kind) => `${person}/record/${kind}`
    await looking.at('administrator', [
      person, `${person}/account`, record('pass'), record('credits'), record('activity'), record('suspend'),
      `${record('pass')}?what=DOP-C02&on=2025-03-10`,
      ...['suspend', 'withdraw', 'reinstate'].map((kind) => `${record(kind)}?what=sysops`),
    ])
    await page.goto(`${world.url}${record('suspend')}?what=sysops`)
    const suspend = page.getByRole('button', { name: /^Suspend SysOps/ })
    await suspend.click()
    await page.getByRole('alert').waitFor()
    await looking.now('administrator', 'a suspension without a reason')
    await page.getByLabel(/Reason/).fill('The identity is in doubt.')
    await suspend.click()
    await page.getByText('is suspended').waitFor()
    await looking.now('administrator', 'somebody whose certification is suspended')
    await looking.at('candidate', ['/my'])
    await looking.at('administrator', [`${record('suspend')}?what=sysops`])
    await page.goto(`${world.url}${record('reinstate')}?what=sysops`)
    await page.getByLabel(/Reason/).fill('It was proved.')
    await page.getByRole('button', { name: /^Reinstate SysOps/ }).click()
    await page.getByText('is reinstated').waitFor()
    await looking.now('administrator', 'somebody whose certification was reinstated')
    await page.goto(`${world.url}${person}/notes`)
    await page.getByLabel('New note').fill('Prefers to be called.')
    await page.getByRole('button', { name: 'Write the note' }).click()
    await page.getByRole('link', { name: /Change or remove/ }).first().click()
    await looking.now('administrator', 'a note of the team')
  })

  it('of questions that come from elsewhere', async () => {
    const page = as.administrator
    await looking.at('administrator', ['/admin/questions/imports'])
    await page.goto(`${world.url}/admin/questions/imports`)
    await page.getByRole('button', { name: 'Hand in', exact: true }).click()
    await page.getByRole('alert').waitFor()
    await looking.now('administrator', 'a file that was not chosen')
    const questions = ['::One:: Two and two is {=four ~five}', '::Two:: Which is whose? {=a -> b =c -> d}']
    await page.getByLabel('File', { exact: true }).setInputFiles({
      name: 'few.gift', mimeType: 'text/plain', buffer: Buffer.from(questions.join('\n\n')),
    })
    await page.getByRole('button', { name: 'Hand in', exact: true }).click()
    await page.getByRole('button', { name: /^Keep/ }).waitFor()
    await looking.now('administrator', 'a report of what would be lost')
    await page.getByRole('link', { name: 'One', exact: true }).click()
    await looking.now('administrator', 'a question as a candidate would see it')
    await page.goBack()
    await page.getByRole('button', { name: /^Keep/ }).click()
    await page.getByText('kept as drafts').waitFor()
    await looking.now('administrator', 'questions that were kept')
  })

  it('of a change of the programme, and of every decision about a person', async () => {
    const page = as.administrator
    await looking.at('administrator', ['/admin/changes'])
    const room = page.getByRole('navigation', { name: 'Administration' }).locator('[aria-current=page]')
    assert.equal(await room.innerText(), 'Changes')
    await page.getByRole('link', { name: 'Preview: DevOps Engineer no longer renews those below it' }).click()
    await page.getByRole('heading', { name: 'To whom' }).waitFor()
    await looking.now('administrator', 'a draft that is looked at')
    await page.getByRole('button', { name: 'Propose this change' }).click()
    await page.getByRole('alert').waitFor()
    await looking.now('administrator', 'a draft without a reason')
    const change = await proposeChange(page, 'One way less to keep.')
    await page.locator('.chart summary').click()
    await looking.now('administrator', 'a proposed change with its numbers open')
    await looking.at('administrator', [`${change}?kind=cannot_renew`, `${change}?q=nobody`])
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(world.url + change)
    const row = page.locator('#people tbody tr').first()
    const widths = await row.locator('td').evaluateAll((cells) => cells.map((cell) => cell.clientWidth))
    assert.ok(widths.every((width) => width > 300), `cells have the width of a phone: ${widths}`)
    await page.setViewportSize({ width: 1280, height: 900 })
    await withdrawChange(page, 'A mistake.')
    await page.getByText('nothing was changed').waitFor()
    await looking.now('administrator', 'a withdrawn change')
    await looking.at('administrator', ['/admin/changes'])
    await page.goto(`${world.url}/admin/people?q=sam`)
    await page.getByRole('link', { name: 'Sam Holder' }).click()
    await page.getByRole('link', { name: /Explain another day/ }).click()
    await page.getByRole('heading', { name: 'Every decision about Sam Holder' }).waitFor()
    await looking.now('administrator', 'every decision about a candidate')
    await page.goto(`${page.url()}?known_at=2024-01-01T09:00`)
    await looking.now('administrator', 'what was known')
    await page.goto(`${page.url().split('?')[0]}?as_of=nonsense`)
    await looking.now('administrator', 'a day that is none')
    await as.candidate.goto(`${world.url}/my`)
    await as.candidate.getByRole('link', { name: 'Explain any day' }).click()
    await as.candidate.getByRole('heading', { name: 'Every decision about Sam Holder' }).waitFor()
    await looking.now('candidate', 'every decision about oneself')
  })

  it('of forms and practice analyses', async () => {
    const page = as.administrator
    await page.goto(`${world.url}/admin/forms`)
    await page.getByLabel('Exam', { exact: true }).selectOption('SOA-C03')
    await page.getByLabel('Seed').fill('7')
    await page.getByRole('button', { name: 'Draw forms' }).click()
    await page.getByRole('link', { name: /^SOA-C03-[C-Z]/ }).first().click()
    await looking.now('administrator', 'a form that was drawn')
    await page.goto(`${world.url}/admin/analyses`)
    await page.getByRole('button', { name: 'Make the study' }).click()
    await page.getByRole('alert').waitFor()
    await looking.now('administrator', 'a study without a title')
    await page.getByLabel('Outline of').selectOption('SOA-C03')
    await page.getByLabel('Title').fill('What operators do')
    await page.getByLabel('Last day of answering').fill('2025-12-01')
    await page.getByRole('button', { name: 'Make the study' }).click()
    await page.getByLabel('Name of the expert').fill('Asha')
    await page.getByLabel('What they do, and where').fill('Runs forty accounts')
    await page.getByRole('button', { name: 'Make a link for them' }).click()
    const link = new URL(await page.locator('#expert-link').inputValue()).pathname
    await looking.now('administrator', 'an expert who is asked')
    for (const role of ['public', 'candidate', 'administrator']) await looking.at(role, [link, `${link}/1`])
  })

  it('of every route, for everybody who may open it', { timeout: 600_000 }, async () => {
    const plain = routes.map(({ route }) => route).filter((route) => !route.includes('{'))
    // No page leads to what a device keeps but a script.
    plain.push('/problems/stale-form', '/courses/SOA-C03-1.1/offline', ...await letters())
    const waiting = ['administrator', 'candidate', 'public'].map((role) => [role, plain])
    const wrong = []
    const worker = async () => {
      for (let work = waiting.shift(); work; work = waiting.shift()) {
        wrong.push(...await looking.everyPage(...work))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    // The rest of the team opens whatever an administrator opened; what they may not see is not shown.
    const all = [...plain, ...looking.opened.administrator]
    for (const role of ['support', 'auditor']) waiting.push([role, all])
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    assert.deepEqual(wrong, [])
    const lasting = routes.filter(({ route }) => !FLEETING.includes(route))
    const forgotten = lasting.flatMap(({ route, pattern, roles }) => ROLES.filter((role) => roles.has(role))
      .filter((role) => ![...looking.opened[role]].some((address) => pattern.test(address)))
      .map((role) => `${route} as ${role}`))
    assert.deepEqual(forgotten, [], 'nobody looks at these: link to them, or act until they are there')
    const pages = ROLES.map((role) => `${looking.opened[role].size} as ${role}`).join(', ')
    console.log(`${routes.length} routes with pages; opened ${pages}; axe saw ${looking.shownToAxe}`)
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
    for (const [role, addresses] of Object.entries(looking.found)) {
      for (const address of [...addresses].filter((address) => !ONCE.test(address))) {
        const { status, type } = await as[role].evaluate(async (where) => {
          const response = await fetch(where, { headers: { accept: 'text/html,*/*' } })
          return { status: response.status, type: response.headers.get('content-type') }
        }, address)
        if (status >= 400 || !type) broken.push(`${address} as ${role}: ${status} ${type}`)
      }
    }
    const many = ['public', 'candidate', 'administrator'].map((role) => looking.found[role].size)
    assert.ok(many.every((count) => count > 20), many.join(', '))
    assert.deepEqual(broken, [])
  })

  it('has no error on the console but the refusals that were asked for', () => {
    const asked = /the server responded with a status of (404|422)/
    assert.deepEqual(world.complaints.filter((text) => !asked.test(text)), [])
  })
})
