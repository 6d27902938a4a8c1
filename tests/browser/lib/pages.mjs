// What a person does on the pages of the demonstration, in the words of the pages.
import assert from 'node:assert/strict'

/** '2025-09-30' as the pages write it. */
export function long(iso) {
  const day = new Date(`${iso}T12:00:00Z`)
  const month = day.toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' })
  return `${day.getUTCDate()} ${month} ${day.getUTCFullYear()}`
}

/** Moves the demonstration's clock from the page's header. */
export async function goToDay(page, iso) {
  const aside = page.getByRole('complementary', { name: 'Demonstration' })
  await aside.getByText('Change the date').click()
  await aside.getByLabel('Another day').fill(iso)
  await aside.getByRole('button', { name: 'Go to this day' }).click()
  await page.locator(`.demo-today[datetime="${iso}"]`).waitFor()
}

/** Signs in as a demonstration person with one click; whoever is signed in signs out first. */
export async function become(page, url, name) {
  await signOut(page, url)
  await page.goto(`${url}/sign-in`)
  await page.getByRole('button', { name: `Continue as ${name}` }).click()
  await page.waitForURL(/\/(my|admin|admin\/bank\/work)$/)
}

/** Proposes the draft that is looked at; gives the proposal's path. */
export async function proposeChange(page, reason) {
  await page.getByLabel('Why it should change').fill(reason)
  await page.getByRole('button', { name: 'Propose this change' }).click()
  await page.waitForURL(/\/admin\/changes\/prp_/)
  return new URL(page.url()).pathname
}

/** Withdraws the proposal that is looked at. */
export async function withdrawChange(page, reason) {
  await page.getByText('Withdraw it instead').click()
  await page.getByLabel('Why it is withdrawn').fill(reason)
  await page.getByRole('button', { name: 'Withdraw this proposal' }).click()
}

export async function signOut(page, url) {
  await page.goto(url)
  const menu = page.locator('.site-person summary')
  if (await menu.count() === 0) return
  await menu.click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('link', { name: 'Sign in', exact: true }).waitFor()
}

/** What the registration page says, as one text. */
export async function registrationPage(page, url, exam) {
  await page.goto(`${url}/exams/${exam}/register`)
  return page.locator('main').innerText()
}

/** Registers for an exam version and ends on 'My exams'. */
export async function register(page, url, exam) {
  await page.goto(`${url}/exams/${exam}/register`)
  await page.getByRole('button', { name: `Register for ${exam}` }).click()
  await page.waitForURL(/\/my\/exams$/)
}

/** Goes to the page before the registered exam's clock. */
export async function beforeExam(page, url, exam) {
  await page.goto(`${url}/my/exams`)
  await page.getByRole('link', { name: `Start ${exam}…` }).click()
  await page.getByRole('heading', { name: `Before you begin ${exam}` }).waitFor()
}

/** The button that starts the clock, once the device was checked and the box is ticked. */
export const beginButton = (page) => page.getByRole('button', { name: 'Begin now' })

/** Agrees and begins, on the page before the clock. */
export async function begin(page) {
  await page.getByLabel('I agree, and I am').check()
  await page.locator('.begin-button[data-ready]').click()
}

/** Starts the registered exam and waits for its first question. */
export async function startExam(page, url, exam) {
  await beforeExam(page, url, exam)
  await begin(page)
  await page.waitForURL(/\/sittings\/[^/]+$/)
  await page.getByRole('heading', { name: 'Question 1', exact: true }).waitFor()
  return new URL(page.url()).pathname.split('/').pop()
}

/** A certification as a card or as a row that opens: on 'My certifications', or on a candidate's page. */
export const card = (page, title) =>
  page.locator('article.credential, article.need, details.held')
    .filter({ has: page.locator('.credential-title, .need-text h3, .held-name strong', { hasText: title }) })

/** The result once it is scored: scoring is a job, so the page may be a moment too early. */
export async function resultShown(page) {
  await page.waitForURL(/\/result$/)
  const verdict = page.locator('.verdict-text')
  for (let attempt = 0; attempt < 40 && await verdict.count() === 0; attempt += 1) {
    await page.getByRole('link', { name: 'Reload the page' }).or(verdict).first().waitFor()
    if (await verdict.count() === 0) await page.getByRole('link', { name: 'Reload the page' }).click()
  }
  assert.equal(await verdict.count(), 1, 'the result was never scored')
  return verdict.innerText()
}

let people = 0

/** Makes an account with e-mail and password, as a newcomer does; ends signed in. */
export async function signUp(page, url, name = `Person ${people + 1}`) {
  people += 1
  const account = { name, email: `person${people}@test.example`, password: 'correct horse battery' }
  await page.goto(`${url}/sign-up`)
  await page.getByLabel('Name', { exact: true }).fill(account.name)
  await page.getByLabel('E-mail address').fill(account.email)
  await page.getByLabel('Password').fill(account.password)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.locator('.site-person .menu-name', { hasText: account.name }).waitFor()
  return account
}
