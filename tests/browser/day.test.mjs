// An administrator's day in a body fresh from `init`: what went wrong is mended, what was decided is done
// with its reason, and all of it stands in the audit log.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { learn } from './lib/bank.mjs'
import { PASSWORD, assay, begun } from './lib/begun.mjs'
import { answerAll, saveState, submit } from './lib/exam.mjs'
import { MailHost } from './lib/mailhost.mjs'
import { card, register, resultShown, signUp, startExam } from './lib/pages.mjs'
import { badgeOf, elsewhere, soon } from './lib/verifier.mjs'

const KEEPER = 'Records Keeper'
const CLEO = 'Cleo Candidate'
const RORY = 'Rory Registered'
/** Why each thing is done: what the audit log is asked for at the end. */
const BECAUSE = {
  retry: 'The mailbox is there now.',
  credit: 'The course list of March.',
  withdraw: 'Three questions were posted under this name.',
  register: 'She registered for the wrong exam.',
  grant: 'Looks at the year.',
  take: 'The year is looked at.',
}

let world, host, ada, cleo, rory, badge

/** An account of the team, made on the command line beside the running server. */
const team = (name, email, role) =>
  assay('admin', 'add', '--data', world.data, '--name', name, '--email', email, '--role', role)

async function sits(page) {
  await register(page, world.url, 'REC-1')
  await startExam(page, world.url, 'REC-1')
  await answerAll(page, { items: 12, right: () => true })
  await saveState(page, 'saved')
  await submit(page)
  assert.match(await resultShown(page), /^You passed/)
  await page.goto(`${world.url}/my`)
  return card(page, KEEPER).getByRole('link', { name: 'Open the badge' }).getAttribute('href')
}

/** Opens somebody's page from the list of people. */
async function personPage(name) {
  await ada.goto(`${world.url}/admin/people?q=${encodeURIComponent(name.split(' ')[0])}`)
  await ada.getByRole('link', { name }).click()
  await ada.getByRole('heading', { level: 1, name }).waitFor()
}

describe('An administrator\'s day', { concurrency: 1, timeout: 180_000 }, () => {
  before(async () => {
    // The first who signs up here.
    host = await MailHost.open((address) => address.startsWith('person1@'))
    world = await begun(learn, { ASSAY_MAIL: host.url, ASSAY_MAIL_FROM: 'Records <records@example.org>' })
    await team('Ada Example', 'ada@example.org', 'administrator')
    await team('Sol Support', 'sol@example.org', 'support')
    cleo = await world.page()
    const account = await signUp(cleo, world.url, CLEO)
    badge = await sits(cleo)
    cleo.address = account.email
    rory = await world.page()
    await signUp(rory, world.url, RORY)
    await register(rory, world.url, 'REC-1')
    ada = await world.page()
  })
  after(async () => {
    await world?.close()
    await host?.close()
  })

  it('begins at the team\'s work, after signing in with a password', async () => {
    await ada.goto(`${world.url}/sign-in`)
    await ada.getByLabel('E-mail address').fill('ada@example.org')
    await ada.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await ada.getByRole('button', { name: 'Sign in', exact: true }).click()
    await ada.waitForURL(/\/admin$/)
  })

  it('finds a job that failed, with the reason, and has it tried again once that is mended', async () => {
    const failed = () => ada.locator('main tbody tr').filter({ hasText: 'Mail the link' })
    await ada.goto(`${world.url}/admin/jobs?state=failed`)
    await soon(ada, () => failed().count(), (count) => count === 1)
    assert.match(await failed().innerText(), /no such mailbox here/)
    await failed().getByRole('link').first().click()
    const again = ada.getByRole('button', { name: 'Try it again' })
    await again.click()
    await ada.getByText('Enter a reason: it is kept with what you do.').first().waitFor()
    host.refuses = () => false
    await ada.getByLabel(/Reason/).fill(BECAUSE.retry)
    await again.click()
    await ada.waitForURL(/retried=yes/)
    await soon(ada, () => host.took, (took) => took.includes(cleo.address))
    await ada.goto(`${world.url}/admin/jobs?state=failed`)
    assert.equal(await failed().count(), 0)
  })

  it('records a credit, after it was said what follows', async () => {
    await personPage(CLEO)
    await ada.getByRole('link', { name: 'Record credits' }).click()
    await ada.getByLabel('Certification').selectOption({ label: KEEPER })
    await ada.getByLabel('On the day').fill(new Date().toISOString().slice(0, 10))
    await ada.getByLabel('Credits').fill('5')
    await ada.getByRole('button', { name: 'Show what follows' }).click()
    await ada.getByLabel(/Reason/).fill(BECAUSE.credit)
    await ada.getByRole('button', { name: `Record the credits for ${CLEO}` }).click()
    await ada.getByText('It is on record').waitFor()
  })

  it('withdraws a certification with its reason, and a verifier elsewhere refuses the badge', async () => {
    const file = await badgeOf(world.url, badge)
    assert.deepEqual(await elsewhere(world.url, file), { verified: true })
    await personPage(CLEO)
    await card(ada, KEEPER).getByRole('link', { name: 'Withdraw' }).click()
    await ada.getByRole('heading', { name: 'What follows' }).waitFor()
    await ada.getByLabel(/Reason/).fill(BECAUSE.withdraw)
    await ada.getByRole('button', { name: `Withdraw ${KEEPER} from ${CLEO}` }).click()
    await ada.getByText(`${KEEPER} is withdrawn`).waitFor()
    const refused = await soon(ada, () => elsewhere(world.url, file), ({ verified }) => !verified)
    assert.match(refused.error, /revocation/)
  })

  it('withdraws a registration, which its owner cannot start any more', async () => {
    await ada.goto(`${world.url}/admin/registrations?q=rory`)
    await ada.getByRole('link', { name: /^REC-1.*registration of Rory/ }).click()
    await ada.getByRole('link', { name: /^Withdraw/ }).click()
    await ada.getByRole('heading', { name: 'What follows' }).waitFor()
    await ada.getByLabel(/Reason/).fill(BECAUSE.register)
    await ada.getByRole('button', { name: 'Withdraw the registration' }).click()
    await ada.waitForURL(/\/admin\/registrations\/reg_/)
    await rory.reload()
    assert.equal(await rory.getByRole('link', { name: 'Start REC-1…' }).count(), 0)
  })

  it('grants a role, and takes it away again', async () => {
    await ada.goto(`${world.url}/admin/roles`)
    await ada.getByLabel('E-mail address of the person').fill('sol@example.org')
    await ada.getByRole('radio', { name: /^Auditor:/ }).check()
    await ada.getByLabel(/Reason/).fill(BECAUSE.grant)
    await ada.getByRole('button', { name: 'Grant the role' }).click()
    const take = ada.getByRole('link', { name: /Take away.*auditor of Sol Support/ })
    await take.click()
    await ada.getByLabel(/Reason/).fill(BECAUSE.take)
    await ada.getByRole('button', { name: 'Take the role away' }).click()
    await ada.waitForURL(/\/admin\/roles$/)
    assert.equal(await take.count(), 0)
  })

  it('finds all of it in the audit log, with who, about whom and why', async () => {
    await ada.goto(`${world.url}/admin/log`)
    const log = (await ada.locator('main').innerText()).replace(/\s+/g, ' ')
    for (const because of Object.values(BECAUSE)) {
      assert.ok(log.includes(because), `“${because}” is not in: ${log}`)
    }
    assert.match(log, /The command line.*Made an account for sol@example.org/)
    const line = ada.locator('main tbody tr').filter({ hasText: BECAUSE.withdraw })
    const text = (await line.innerText()).replace(/\s+/g, ' ')
    assert.match(text, /Ada Example Withdrew Records Keeper, which was active until .* Cleo Candidate/)
    // The browser says of itself that 422 is an error; the pages say nothing.
    assert.deepEqual(world.complaints.filter((text) => !/status of 422/.test(text)), [])
  })
})
