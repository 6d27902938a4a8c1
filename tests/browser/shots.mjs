// Screenshots of the key pages: node tests/browser/shots.mjs [FOLDER], desktop and phone, light and dark.
// With the word `kinds` after it: a question of every kind, in the exam and in practice. With `bank`: the
// bank as people work in it. With `prep`: preparation. With `checked`: readings that results correct.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import {
  answerAll, answerShown, onQuestion, openReview, options, places, saveState, submit,
} from './lib/exam.mjs'
import { bankShots } from './lib/bankshots.mjs'
import { NAMES, everyKindInPractice, everyKindOnAForm, nameShown } from './lib/kinds.mjs'
import {
  become, card, goToDay, proposeChange, register, resultShown, signUp, startExam,
} from './lib/pages.mjs'
import { checkedShots, prepShots } from './lib/prepshots.mjs'
import { BY_KEYS } from './lib/questions.mjs'
import { REPOSITORY } from './lib/server.mjs'
import { World } from './lib/world.mjs'

const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }
const SCHEMES = ['light', 'dark']
const folder = path.resolve(process.argv[2] ?? path.join(REPOSITORY, 'shots'))

let count = 0

/** The page on show in every size and scheme; `whole` takes what is below the fold too. */
async function shoot(page, name, whole = true) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme })
      await page.evaluate(() => scrollTo(0, 0))
      const file = path.join(folder, `${name}-${size}-${colorScheme}.png`)
      await page.screenshot({ path: file, fullPage: whole })
      count += 1
    }
  }
  await page.setViewportSize(SIZES.desktop)
  await page.emulateMedia({ colorScheme: 'light' })
}

async function pages(world, page, addresses) {
  for (const [name, address] of Object.entries(addresses)) {
    await page.goto(world.url + address)
    await shoot(page, name)
  }
}

async function open(world, page) {
  const feed = await (await page.request.get(`${world.url}/announcements.json`)).json()
  await pages(world, page, {
    catalogue: '/',
    certification: '/certifications/cloudops',
    'certification-old': '/certifications/sysops',
    guide: '/exams/SOA-C03/guide',
    changes: '/exams/SOA-C03/changes',
    announcements: '/announcements',
    announcement: new URL(feed.items.at(-1).url).pathname,
    'sign-in': '/sign-in',
    'sign-up': '/sign-up',
    verify: '/verify',
    error: '/nowhere',
  })
  await page.goto(world.url)
  await page.getByText('Change the date').click()
  await shoot(page, 'demo-clock', false)
}

async function refused(world, page) {
  await become(page, world.url, 'Finn Failed')
  await pages(world, page, { 'registration-refused': '/exams/SOA-C02/register' })
  await become(page, world.url, 'Noa Nearly')
  await pages(world, page, { 'my-near-expiry': '/my' })
}

async function practice(world, page) {
  await pages(world, page, { prep: '/exams/SOA-C03/prep' })
  await page.goto(`${world.url}/exams/SOA-C03/practice`)
  await page.getByRole('button', { name: '10 new questions' }).click()
  await page.getByRole('heading', { name: 'Question 1 of 10' }).waitFor()
  await shoot(page, 'practice-item')
  await options(page).first().click()
  await page.getByRole('button', { name: 'Check my answer' }).click()
  await page.locator('.verdict').waitFor()
  await shoot(page, 'practice-feedback')
  await page.goto(page.url().replace(/\/1(#.*)?$/, ''))
  await shoot(page, 'practice-overview')
}

async function exam(world, page) {
  await goToDay(page, '2025-10-20')
  await pages(world, page, { registration: '/exams/SOA-C03/register' })
  await register(page, world.url, 'SOA-C03')
  await shoot(page, 'my-exams')
  const sitting = await startExam(page, world.url, 'SOA-C03')
  await answerShown(page)
  await shoot(page, 'exam-question', false)
  await page.keyboard.press('?')
  await shoot(page, 'exam-keys', false)
  await page.keyboard.press('Escape')
  const right = (number) => (number % 11 === 5 ? undefined : number % 7 !== 0)
  await answerAll(page, { items: 65, right, flag: [5, 30] })
  await shoot(page, 'exam-review', false)
  await page.getByRole('button', { name: 'Submit the exam…' }).click()
  await shoot(page, 'exam-submit', false)
  await page.getByRole('button', { name: 'Keep working' }).click()
  await page.getByRole('button', { name: 'Question 5, not answered, flagged' }).click()
  await onQuestion(page, 5)
  await page.context().setOffline(true)
  await options(page).nth((await places(page))[0]).click()
  await saveState(page, 'retrying')
  await shoot(page, 'exam-offline', false)
  await page.context().setOffline(false)
  const second = await page.context().newPage()
  await second.goto(`${world.url}/sittings/${sitting}`)
  await second.getByText('This exam is open in another tab').waitFor()
  await shoot(second, 'exam-second-tab', false)
  await second.close()
  await saveState(page, 'saved')
  await openReview(page)
  await submit(page)
  await resultShown(page)
  await shoot(page, 'result')
}

async function earned(world, page) {
  await page.goto(`${world.url}/my`)
  await shoot(page, 'my-certifications')
  await page.getByText('Why this status and this date').first().click()
  await shoot(page, 'my-certifications-why')
  const link = card(page, 'CloudOps Engineer').getByRole('link', { name: 'Open the badge' })
  const badge = await link.getAttribute('href')
  await pages(world, page, {
    badge, 'verify-holds': `/verify?url=${world.url}${badge}`, messages: '/my/messages', account: '/account',
  })
  const signed = await (await page.request.get(`${world.url}${badge}.json`)).text()
  await page.goto(`${world.url}/verify`)
  await page.getByText('Paste the credential as text').click()
  await page.getByLabel("The badge's JSON").fill(signed.replace('CloudOps Engineer', 'CloudOps engineer'))
  await page.getByRole('button', { name: 'Verify the badge' }).click()
  await page.getByText('Not genuine').waitFor()
  await shoot(page, 'verify-does-not-hold')
}

async function changed(world, page) {
  await become(page, world.url, 'Ada Administrator')
  await pages(world, page, { 'admin-changes': '/admin/changes' })
  await page.getByRole('link', { name: 'Preview: DevOps Engineer no longer renews those below it' }).click()
  await shoot(page, 'admin-change-loses')
  await page.goto(`${world.url}/admin/changes`)
  await page.getByRole('link', { name: 'Preview: Six months more for everyone' }).click()
  const proposed = await proposeChange(page, 'Test centres are closed.')
  await become(page, world.url, 'Ben Board')
  await pages(world, page, { 'admin-change-second-person': proposed })
  await page.getByRole('button', { name: /^Apply and tell/ }).click()
  await shoot(page, 'admin-change-applied')
  await page.goto(`${world.url}/admin/people?q=sam`)
  await page.getByRole('link', { name: 'Sam Holder' }).click()
  await page.getByRole('link', { name: /Explain another day/ }).click()
  await shoot(page, 'explanation')
  await page.getByLabel('By what was known at').fill('2024-01-01T09:00')
  await page.getByRole('button', { name: 'Explain' }).click()
  await shoot(page, 'explanation-then')
}

async function failed(world, page) {
  await become(page, world.url, 'Noor Newcomer')
  await register(page, world.url, 'DOP-C02')
  await startExam(page, world.url, 'DOP-C02')
  await answerAll(page, { items: 10, right: (number) => number < 4 })
  await submit(page)
  await resultShown(page)
  await shoot(page, 'result-fail')
}

async function team(world, page) {
  await become(page, world.url, 'Ada Administrator')
  await pages(world, page, {
    admin: '/admin', 'admin-candidates': '/admin/people', 'admin-credentials': '/admin/credentials',
    'admin-programme': '/admin/programme',
  })
  await page.goto(`${world.url}/admin/people?q=sam`)
  await page.getByRole('link', { name: 'Sam Holder' }).click()
  await shoot(page, 'admin-candidate')
}

/** The pages of the demonstration. */
async function site(world) {
  const page = await world.page()
  await open(world, page)
  await refused(world, page)
  await become(page, world.url, 'Sam Holder')
  await practice(world, page)
  await exam(world, page)
  await earned(world, page)
  await failed(world, page)
  await team(world, page)
  await changed(world, page)
}

/** Each question answered in the exam, and in practice before and after its answer. */
async function kinds(world, page) {
  await signUp(page, world.url)
  await register(page, world.url, 'REC-1')
  await startExam(page, world.url, 'REC-1')
  for (let number = 1; number <= NAMES.length; number += 1) {
    await onQuestion(page, number)
    const name = await nameShown(page)
    await BY_KEYS[name](page)
    await shoot(page, `exam-${name}`)
    await page.locator('.exam-next').click()
  }
  await shoot(page, 'exam-review')
}

async function kindsInPractice(world, page) {
  await signUp(page, world.url)
  await page.goto(`${world.url}/exams/REC-1/prep`)
  await page.getByRole('button', { name: 'Start the practice set' }).first().click()
  for (const name of NAMES) {
    await page.locator('[data-enhanced]').waitFor()
    await shoot(page, `practice-${name}`)
    await BY_KEYS[name](page)
    await page.getByRole('button', { name: 'Check my answer' }).click()
    await page.locator('.verdict').waitFor()
    await shoot(page, `practice-${name}-answered`)
    await page.locator('a.button-primary').click()
  }
}

/** Draws in a world of its own. */
async function drawn(world, draw, options) {
  try {
    await draw(world, await world.page(options))
  } finally {
    await world.close()
  }
}

await mkdir(folder, { recursive: true })
switch (process.argv[3]) {
  case 'kinds':
    await drawn(await everyKindOnAForm(), kinds)
    await drawn(await everyKindInPractice(), kindsInPractice)
    break
  case 'bank': {
    const draw = (world, page) => bankShots(world, page, { shoot, pages, folder })
    await drawn(await World.open(), draw, { acceptDownloads: true })
    break
  }
  case 'prep':
    await drawn(await World.open(), (world, page) => prepShots(world, page, { shoot, pages, folder }))
    break
  case 'checked':
    await checkedShots(() => World.open(), { shoot, pages })
    break
  default:
    await drawn(await World.open(), site)
}
console.log(`${count} pictures in ${folder}`)
