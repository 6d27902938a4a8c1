// Screenshots of the demonstration's people who prepare: each in the state that their line names, the crew,
// and the final practice exam before it begins and after it.
import { onQuestion } from './exam.mjs'
import { become } from './pages.mjs'

const [OLD, NEW] = ['SOA-C02', 'SOA-C03']
const FINAL = `/exams/${NEW}/practice/${NEW}-P1`

/** The final practice exam, answered as somebody who always takes the first option. */
async function final(page) {
  await page.getByLabel(/^I agree/).check()
  await page.getByRole('button', { name: /^Begin now/ }).click()
  await onQuestion(page, 1)
  const run = new URL(page.url()).pathname.split('/')[2]
  for (let number = 1; number <= 65; number += 1) {
    await onQuestion(page, number)
    await page.keyboard.press(number % 3 === 0 ? 'b' : 'a')
    await page.keyboard.press('n')
  }
  await page.getByRole('heading', { name: 'Review your answers' }).waitFor()
  await page.getByRole('button', { name: 'Submit the exam…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^Submit (the exam|anyway)$/ }).click()
  await page.waitForURL(`**/practice/${run}`)
}

async function crew(world, page, { shoot, pages }) {
  await become(page, world.url, 'Lena Lead')
  await pages(world, page, { 'crews-own': '/crews' })
  await page.getByRole('link', { name: 'Night shift' }).first().click()
  const crew = new URL(page.url()).pathname
  await pages(world, page, {
    'crew-lead': crew, 'crew-skills': `${crew}/skills`, 'crew-assign': `${crew}/assign`,
    'crew-list': `${crew}/list`,
  })
  await page.locator('input[type=file]').setInputFiles({
    name: 'list.csv', mimeType: 'text/csv',
    buffer: Buffer.from(`email,what,due_on,note\nrita@demo.example,${NEW},2025-11-28,A week later.\n`
      + `new@demo.example,${OLD},2025-10-10,\ngil@demo.example,nothing,2025-10-10,\n`),
  })
  await page.getByRole('button', { name: 'See what it would do' }).click()
  await page.locator('table').first().waitFor()
  await shoot(page, 'crew-list-looked-at')
}

/** One after the other. */
export async function demoShots(world, page, tools) {
  const { shoot, pages } = tools
  await pages(world, page, { 'demo-people': '/sign-in' })
  await become(page, world.url, 'Rita Repeater')
  await pages(world, page, {
    'demo-repeater-plan': `/exams/${NEW}/prep`, 'demo-repeater-reading': `/exams/${NEW}/prep/reading`,
    'demo-repeater-reviews': `/exams/${NEW}/reviews`, 'crew-member-own': '/crews',
  })
  await page.locator('main a[href^="/memberships/"]').first().click()
  await shoot(page, 'crew-consent')
  await become(page, world.url, 'Gil Gap')
  await pages(world, page, {
    'demo-gap-plan': `/exams/${NEW}/prep`, 'demo-gap-reading': `/exams/${NEW}/prep/reading`,
    'demo-gap-practice': `/exams/${NEW}/practice`, 'final-before': FINAL,
  })
  await final(page)
  await shoot(page, 'final-report')
  await become(page, world.url, 'Mika Midway')
  await pages(world, page, {
    'demo-midway-plan': `/exams/${OLD}/prep`, 'demo-midway-switch': `/exams/${NEW}/switch`,
  })
  await crew(world, page, tools)
}
