// How somebody proves that an address is theirs: the link on the team's page, and the page that it opens.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { audit } from './lib/audit.mjs'
import { become, signUp } from './lib/pages.mjs'
import { World } from './lib/world.mjs'

let world

const sound = async (page) => assert.deepEqual(await audit(page), [])
/** Goes on with the keyboard alone until something with this name has the focus. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate(() => {
      const at = document.activeElement
      return (at.labels?.[0] ?? at).textContent.trim()
    })
    if (here === name) return
  }
  assert.fail(`${name} is not reached by the keyboard`)
}

describe('A link', { concurrency: 1, timeout: 180_000 }, () => {
  let lea, ada, account, link
  before(async () => {
    world = await World.open({ canaries: true })
    lea = await world.page()
    ada = await world.page()
    await become(ada, world.url, 'Ada Administrator')
    account = await signUp(lea, world.url, 'Lea Learner')
  })
  after(() => world?.close())

  it('is made on the page of a person whose address nobody proved', async () => {
    await ada.goto(`${world.url}/admin/people?q=LEA`)
    await ada.getByText('Not confirmed', { exact: true }).waitFor()
    await sound(ada)
    await ada.getByRole('link', { name: 'Lea Learner' }).click()
    await ada.getByText('Address not confirmed').waitFor()
    await sound(ada)
    await ada.getByRole('button', { name: 'Make a link that confirms the address' }).click()
    link = new URL(await ada.locator('pre code').innerText()).pathname
    await sound(ada)
  })

  it('confirms the address of whoever is signed in, with one button', async () => {
    await lea.goto(world.url + link)
    await lea.getByRole('heading', { name: 'Confirm your address' }).waitFor()
    assert.equal(await lea.getByLabel('New password').count(), 0)
    await sound(lea)
    await tabTo(lea, 'Confirm this address')
    await lea.keyboard.press('Enter')
    await lea.waitForURL(/\/my$/)
    await lea.goto(world.url + link)
    await lea.getByRole('heading', { name: 'This link no longer works' }).waitFor()
    await ada.goto(`${world.url}/admin/people?q=LEA`)
    await ada.getByRole('link', { name: 'Lea Learner' }).click()
    await ada.getByText('it was used on').waitFor()
    assert.equal(await ada.getByText('Address not confirmed').count(), 0)
  })

  it('lets somebody in who has lost the password, also without scripts', async () => {
    await ada.getByRole('button', { name: 'Make a link for a new password' }).click()
    link = new URL(await ada.locator('pre code').innerText()).pathname
    const page = await (await world.context({ javaScriptEnabled: false })).newPage()
    await page.goto(world.url + link)
    assert.equal(await page.getByRole('button', { name: 'Show' }).count(), 0, 'it needs a script')
    await page.getByLabel('New password').fill('passwordpassword')
    await page.getByRole('button', { name: 'Confirm the address and sign in' }).click()
    assert.match(await page.title(), /^Error: Your account/)
    assert.match(await page.getByRole('alert').innerText(), /first passwords that people try/)
    await page.getByLabel('New password').fill('a quiet morning walk')
    await page.getByRole('button', { name: 'Confirm the address and sign in' }).click()
    await page.waitForURL(/\/my$/)
    await lea.goto(`${world.url}/account`)
    assert.match(lea.url(), /\/sign-in\?next=\/account$/, 'every session of before is over')
    await page.context().close()
  })

  it('is followed by a sign-in that says when one can try again', async () => {
    for (let number = 0; number < 12; number += 1) {
      await lea.getByLabel('E-mail address').fill(account.email)
      await lea.getByLabel('Password').fill(`a wrong guess ${number}`)
      await lea.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click()
      await lea.getByRole('alert').waitFor()
      if (/Try again in \d+ second/.test(await lea.getByRole('alert').innerText())) break
    }
    assert.match(await lea.getByRole('alert').innerText(), /Try again in \d+ second/)
    assert.match(await lea.title(), /^Error: Sign in/)
    assert.equal(await lea.getByLabel('E-mail address').inputValue(), account.email)
    await sound(lea)
    // The browser says of itself that 422 and 429 are errors; the pages say nothing.
    assert.deepEqual(world.complaints.filter((text) => !/status of 4(22|29|04)/.test(text)), [])
  })
})
