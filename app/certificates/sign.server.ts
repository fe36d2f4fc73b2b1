import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import { createSignCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { cryptosuite as eddsaRdfc2022 } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import jsigs from 'jsonld-signatures'
import { loadContext } from './contexts.ts'
import type { SigningKey } from './key-ring.server.ts'

// Import this module dynamically: its JSON-LD stack takes a fifth of a second
// to load, which no page should pay that signs nothing.

/**
 * Signs a credential twice with one key: `eddsa-rdfc-2022`, which Open Badges
 * conformance asks for, and `eddsa-jcs-2022`, which needs no JSON-LD to check.
 * `proof` is an array, as the strict Open Badges 3.0 schema wants it.
 */
export async function signCredential<Credential extends object>(
	unsigned: Credential,
	{ did, key, created }: { did: string; key: SigningKey; created: Date },
) {
	const keyPair = await Ed25519Multikey.from({
		id: `${did}#${key.id}`,
		controller: did,
		type: 'Multikey',
		publicKeyMultibase: key.publicKeyMultibase,
		secretKeyMultibase: key.secretKeyMultibase,
	})
	let signed: Credential = structuredClone(unsigned)
	for (const cryptosuite of [eddsaRdfc2022, createSignCryptosuite()]) {
		signed = await jsigs.sign(signed, {
			suite: new DataIntegrityProof({ cryptosuite, signer: keyPair.signer(), date: created }),
			purpose: new jsigs.purposes.AssertionProofPurpose(),
			documentLoader: loadContext,
		})
	}
	return signed as Credential & { proof: Array<object> }
}
