// Screenshots of preparation: a day and its weeks, the switch of versions, reviews, reading, job roles.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { demoShots } from './demoshots.mjs'
import { options } from './exam.mjs'
import { become, goToDay } from './pages.mjs'
import { REPOSITORY } from './server.mjs'

const [OLD, NEW] = ['SOA-C02', 'SOA-C03']

/** Ten new questions, the first option of each: most of them come back as reviews. */
async function drilled(world, page) {
  await page.goto(`${world.url}/exams/${NEW}/practice`)
  await page.getByRole('button', { name: '10 new questions' }).click()
  for (let number = 1; number <= 10; number += 1) {
    await page.getByRole('heading', { name: `Question ${number} of 10` }).waitFor()
    const many = /Choose (two|three)/.exec(await page.locator('main').innerText())?.[1]
    for (let at = 0; at < ({ two: 2, three: 3 }[many] ?? 1); at += 1) await options(page).nth(at).click()
    await page.getByRole('button', { name: 'Check my answer' }).click()
    await page.locator('.verdict').waitFor()
    await page.locator('a.button-primary').click()
  }
}

const run = promisify(execFile)

/** A reading with so many results of the version before, and so many of its own. */
async function checked(world, [old, own], { shoot, pages }) {
  const page = await world.page()
  await become(page, world.url, 'Noor Newcomer')
  const { server } = world
  const data = [path.join(server.data, 'data'), 'noor@demo.example', old, own].map(String)
  await server.end('SIGTERM')
  const example = ['run', '-q', '-p', 'assay-web', '--example', 'results', '--']
  await run('cargo', [...example, ...data], { cwd: REPOSITORY })
  await server.restart()
  await pages(world, page, { [`prep-plan-${old}-${own}`]: `/exams/${NEW}/prep` })
  await page.goto(`${world.url}/exams/${NEW}/prep/reading#results`)
  await page.locator('#results').waitFor()
  await shoot(page, `prep-checked-${old}-${own}`)
}

/** Readings as they are with results: each in a world of its own, since a month's correction stands. */
export async function checkedShots(open, helpers) {
  for (const results of [[0, 412], [240, 20], [240, 130]]) {
    const world = await open()
    try {
      await checked(world, results, helpers)
    } finally {
      await world.close()
    }
  }
}

/** All of it, one after the other. */
export async function prepShots(world, page, { shoot, pages, folder }) {
  await demoShots(world, page, { shoot, pages })
  await become(page, world.url, 'Noor Newcomer')
  await pages(world, page, {
    'prep-empty': `/exams/${NEW}/prep`, 'prep-reviews-empty': `/exams/${NEW}/reviews`,
    'prep-lesson': `/courses/${NEW}-1.1`, 'prep-roles': '/roles',
  })
  await page.goto(`${world.url}/exams/${NEW}/prep`)
  await page.getByLabel('Day of your exam').fill('2025-11-15')
  await page.getByRole('button', { name: 'Set the day' }).click()
  await shoot(page, 'prep-day')
  await pages(world, page, { 'prep-switch': `/exams/${OLD}/switch` })
  await drilled(world, page)
  await goToDay(page, '2025-09-24')
  await pages(world, page, {
    'prep-reviews': `/exams/${NEW}/reviews`, 'prep-plan': `/exams/${NEW}/prep`,
    'prep-reading': `/exams/${NEW}/prep/reading`,
    'prep-role': '/roles/cloud-operations-engineer',
  })
  await page.goto(`${world.url}/courses/${NEW}-1.1/print`)
  const file = path.join(folder, 'prep-print.pdf')
  await page.pdf({ path: file, format: 'A4' })
  await run('pdftoppm', ['-r', '70', '-l', '3', '-png', file, file.replace('.pdf', '')])
}
