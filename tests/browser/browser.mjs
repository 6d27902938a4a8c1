// Debian's Chromium, driven by playwright-core: nothing is downloaded, nothing phones home.
import { chromium } from 'playwright-core'

const executablePath = process.env.ASSAY_TEST_CHROMIUM ?? '/usr/bin/chromium'
const args = [
  '--no-sandbox', // the tests also run as root
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page that nobody looks at still draws: clicks wait for frames.
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--disable-background-timer-throttling',
]

/** Starts a browser with a profile of its own; the caller closes it. */
export function launch() {
  return chromium.launch({ executablePath, args })
}

/** Starts a browser with the profile in a folder, as a person's own; what it keeps outlives it. */
export function launchWithProfile(folder, options = {}) {
  return chromium.launchPersistentContext(folder, { executablePath, args, ...options })
}
