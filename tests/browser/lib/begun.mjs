// A body in its first hour: what `init` wrote, served for one story.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { BINARY } from './server.mjs'
import { World } from './world.mjs'

export const PASSWORD = 'correct horse battery'

/** The command line. */
export const assay = (...call) => promisify(execFile)(BINARY, call, {
  env: { ...process.env, ASSAY_ADMIN_PASSWORD: PASSWORD },
})

/** A world with a body that `init` made; its folder goes when the world is closed. */
export async function begun(change = async () => {}, env = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'assay-begun-'))
  const programme = path.join(folder, 'mine')
  const gone = () => rm(folder, { recursive: true, force: true })
  try {
    await assay('init', programme)
    await change(programme)
    const world = await World.open({ programme, env })
    world.closers.push(gone)
    return Object.assign(world, { programme, data: path.join(world.server.data, 'data') })
  } catch (error) {
    await gone()
    throw error
  }
}
