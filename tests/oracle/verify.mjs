// Verifies a badge with @digitalbazaar/vc, offline: the reference our proofs are held against.
//
//   node verify.mjs BADGE.json ISSUER.json [NOW [LIST.json]]
//
// Prints {"verified": true} or {"verified": false, "error": ".."} and exits 0 or 1. Documents come from the
// pinned contexts, ISSUER.json and LIST.json only; any other URL is an error. A badge that names a status
// list is asked about there, by @digitalbazaar/vc-bitstring-status-list; without the list it is refused.

import { readFileSync } from 'node:fs';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';
import { pinnedContexts } from './contexts.mjs';

const MULTIKEY = 'https://w3id.org/security/multikey/v1';

function loader(issuer, list) {
  const documents = pinnedContexts();
  if (list !== undefined) { documents.set(list.id, list); }
  documents.set(issuer.id, issuer);
  for (const method of issuer.verificationMethod ?? []) {
    // A key document stands alone, so it needs the context its terms are defined in.
    documents.set(method.id, { '@context': MULTIKEY, ...method });
  }
  return async (url) => {
    const document = documents.get(url);
    if (document === undefined) {
      throw new Error(`not available offline: ${url}`);
    }
    return { contextUrl: null, document, documentUrl: url };
  };
}

function messages(error) {
  const inner = error?.errors ?? (error?.cause ? [error.cause] : []);
  return [error?.message ?? String(error), ...inner.flatMap(messages)];
}

/** Their check says what the bits are; that a set bit means no is the caller's to say. */
async function askStatus(options) {
  const checked = await checkStatus(options);
  const set = checked.results?.find((result) => result.status === true);
  return set === undefined
    ? checked
    : { verified: false, error: new Error(`status list: ${set.credentialStatus.statusPurpose}`) };
}

async function verify(badgePath, issuerPath, now, listPath) {
  const credential = JSON.parse(readFileSync(badgePath, 'utf8'));
  const issuer = JSON.parse(readFileSync(issuerPath, 'utf8'));
  const list = listPath === undefined ? undefined : JSON.parse(readFileSync(listPath, 'utf8'));
  const result = await vc.verifyCredential({
    credential,
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader: loader(issuer, list),
    checkStatus: askStatus,
    now: now === undefined ? new Date() : new Date(now),
  });
  const error = result.error ?? result.statusResult?.error;
  return result.verified
    ? { verified: true }
    : { verified: false, error: [...new Set(messages(error))].join(': ') };
}

const [badgePath, issuerPath, now, listPath] = process.argv.slice(2);
if (issuerPath === undefined) {
  console.error('usage: node verify.mjs BADGE.json ISSUER.json [NOW [LIST.json]]');
  process.exit(2);
}
const outcome = await verify(badgePath, issuerPath, now, listPath)
  .catch((error) => ({ verified: false, error: messages(error).join(': ') }));
console.log(JSON.stringify(outcome));
process.exit(outcome.verified ? 0 : 1);
