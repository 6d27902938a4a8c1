// Whoever verifies elsewhere: @digitalbazaar/vc with the documents that are served now.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { REPOSITORY } from './server.mjs'

const VERIFIER = path.join(REPOSITORY, 'tests/oracle/verify.mjs')
const MACHINE = { headers: { accept: 'application/vc+ld+json' } }
const DAY_MS = 86_400_000

/** The badge that the page of a credential offers, as a file. */
export const badgeOf = async (url, href) => (await fetch(`${url}${href}.json`)).json()

/** What it says of a badge file: `{ verified, error }`. */
export async function elsewhere(url, badge) {
  const served = async (address) => (await fetch(url + new URL(address).pathname, MACHINE)).text()
  const files = {
    badge: JSON.stringify(badge),
    issuer: await served(badge.issuer.id),
    list: await served(badge.credentialStatus.statusListCredential),
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'assay-verifier-'))
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, `${name}.json`), text)
    const [file, issuer, list] = Object.keys(files).map((name) => path.join(folder, `${name}.json`))
    // A day on which the badge is valid, whatever the clock of this machine says.
    const day = new Date(Date.parse(badge.validFrom) + DAY_MS).toISOString()
    return await new Promise((resolve) => {
      execFile(process.execPath, [VERIFIER, file, issuer, day, list], (_, out) => resolve(JSON.parse(out)))
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Asks until it holds: what follows from a decision is carried out by a job. */
export async function soon(page, ask, holds) {
  for (let turn = 0; turn < 60; turn += 1) {
    const answer = await ask()
    if (holds(answer)) return answer
    await page.reload()
  }
  return assert.fail('it never became so')
}
