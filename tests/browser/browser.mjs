// Debian's Chromium, driven by playwright-core: nothing is downloaded, nothing phones home.
import { chromium } from 'playwright-core'

const EXECUTABLE = process.env.ASSAY_TEST_CHROMIUM ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox', // the tests also run as root
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a browser with a profile of its own; the caller closes it. */
export function launch() {
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS })
}
