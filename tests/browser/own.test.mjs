// An account of one's own: its name and address, a copy of one's data, its end; and the team that helps.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { audit } from './lib/audit.mjs'
import { become, signUp } from './lib/pages.mjs'
import { World } from './lib/world.mjs'

const SHOTS = process.env.ASSAY_SHOTS
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } }
let world, lea, ada, account, person

const sound = async (page) => assert.deepEqual(await audit(page), [], page.url())

/** The page at both widths, where somebody wants to look at it. */
async function look(page, name) {
  await sound(page)
  if (!SHOTS) return
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport)
    await page.screenshot({ path: `${SHOTS}/${name}-${size}.png`, fullPage: true })
  }
}

/** The latest mail to an address, once it is there. */
async function mailTo(page, address, subject) {
  for (let turn = 0; turn < 200; turn += 1) {
    const text = await (await page.request.get(`${world.url}/demo/mail`)).text()
    if (text.includes(address) && text.includes(subject)) return text
    await page.goto(`${world.url}/demo/mail`)
  }
  return assert.fail(`no mail to ${address}`)
}

before(async () => {
  world = await World.open()
  lea = await world.page()
  ada = await world.page()
  account = await signUp(lea, world.url, 'Lea Learner')
  await become(ada, world.url, 'Ada Administrator')
})
after(() => world?.close())

describe('An account of one\'s own', { concurrency: 1, timeout: 180_000 }, () => {
  it('gets another name, and a form that needs another look says so in its title', async () => {
    await lea.goto(`${world.url}/account`)
    await look(lea, 'account')
    await lea.getByRole('textbox', { name: 'Name', exact: true }).fill('')
    await lea.getByRole('button', { name: 'Save the name' }).click()
    await lea.waitForFunction(() => document.title.startsWith('Error: '))
    await look(lea, 'account-fault')
    await lea.getByRole('textbox', { name: 'Name', exact: true }).fill('Lea Larsson')
    await lea.getByRole('button', { name: 'Save the name' }).click()
    await lea.locator('.site-person .menu-name', { hasText: 'Lea Larsson' }).waitFor()
  })

  it('gets another address once its link was opened where one is signed in', async () => {
    await lea.getByLabel('New e-mail address').fill('larsson@test.example')
    await lea.locator('#f-password').fill(account.password)
    await lea.getByRole('button', { name: 'Mail the link', exact: true }).click()
    await lea.getByRole('heading', { name: 'A mail is on its way' }).waitFor()
    const mail = await mailTo(lea, 'larsson@test.example', 'Confirm your new address')
    const link = /\/new-address\/[0-9a-f]{64}/.exec(mail)[0]
    const stranger = await world.page()
    await stranger.goto(world.url + link)
    await look(stranger, 'new-address-stranger')
    assert.equal(await stranger.getByRole('button', { name: 'Use the new address' }).count(), 0)
    await lea.goto(world.url + link)
    await look(lea, 'new-address')
    await lea.getByRole('button', { name: 'Use the new address' }).click()
    await lea.getByText('You are reached under larsson@test.example.').waitFor()
  })

  it('gives out a copy of everything that is kept', async () => {
    const [download] = await Promise.all([
      lea.waitForEvent('download'),
      lea.getByRole('link', { name: 'Download your data (JSON)' }).click(),
    ])
    const data = JSON.parse(await readFile(await download.path(), 'utf8'))
    assert.deepEqual([data.account.name, data.account.address], ['Lea Larsson', 'larsson@test.example'])
    assert.ok(data.messages.some(({ subject }) => subject === 'You changed your address'))
  })

  it('is noted about and told again by the team', async () => {
    await ada.goto(`${world.url}/admin/people?q=larsson`)
    await ada.getByRole('link', { name: 'Lea Larsson' }).click()
    person = ada.url()
    await ada.getByRole('link', { name: 'Write, change or remove a note' }).click()
    await ada.getByLabel('New note').fill('Prefers to be called.\nAfter four.')
    await ada.getByRole('button', { name: 'Write the note' }).click()
    await ada.getByText('Prefers to be called.').first().waitFor()
    await look(ada, 'notes')
    await ada.getByRole('link', { name: /Change or remove/ }).click()
    await look(ada, 'note')
    await ada.goto(person)
    await look(ada, 'person')
    await ada.getByRole('link', { name: 'What they were told, and sending it again' }).click()
    await look(ada, 'told')
    await ada.getByRole('link', { name: /^Send again ?: You changed your name$/ }).click()
    await look(ada, 'told-again')
    await ada.getByLabel('Reason, for the audit log').fill('She asked on the telephone.')
    await ada.getByRole('button', { name: 'Send it again' }).click()
    await ada.getByText('It was sent again').waitFor()
    await lea.goto(`${world.url}/my/messages`)
    assert.equal(await lea.getByText('You changed your name').count(), 2)
  })

  it('is closed by its owner, lets nobody in, and is opened again by the team', async () => {
    await lea.goto(`${world.url}/account/close`)
    await look(lea, 'own-close')
    await lea.getByLabel('Your password').fill(account.password)
    await lea.getByRole('button', { name: 'Close my account' }).click()
    await lea.getByRole('heading', { name: 'Your account is closed' }).waitFor()
    await look(lea, 'closed')
    await lea.goto(`${world.url}/sign-in`)
    await lea.getByLabel('E-mail address').fill('larsson@test.example')
    await lea.getByLabel('Password').fill(account.password)
    await lea.getByRole('button', { name: 'Sign in', exact: true }).click()
    await lea.getByText('This account is closed').waitFor()
    await ada.goto(person)
    await ada.getByText('Account closed').waitFor()
    await look(ada, 'person-closed')
    await ada.getByRole('link', { name: 'Open the account again' }).click()
    await look(ada, 'reopen')
    await ada.getByLabel('Reason, for the audit log').fill('She wrote a letter.')
    await ada.getByRole('button', { name: 'Open the account again' }).click()
    await ada.getByRole('link', { name: 'Close the account' }).click()
    await look(ada, 'close')
    await lea.goto(`${world.url}/sign-in`)
    await lea.getByLabel('E-mail address').fill('larsson@test.example')
    await lea.getByLabel('Password').fill(account.password)
    await lea.getByRole('button', { name: 'Sign in', exact: true }).click()
    await lea.locator('.site-person .menu-name', { hasText: 'Lea Larsson' }).waitFor()
  })

  it('leaves no complaint of the browser', () => {
    const refused = (text) => /status of (401|403|409|422)\b/.test(text)
    assert.deepEqual(world.complaints.filter((text) => !refused(text)), [])
  })
})
