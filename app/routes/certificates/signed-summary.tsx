import * as z from 'zod/mini'
import { DateTime } from '#app/ui/date-time.tsx'

const summarySchema = z.object({
	id: z.string(),
	name: z.string(),
	validFrom: z.string(),
	validUntil: z.string(),
	credentialSubject: z.object({
		identifier: z.array(z.object({ identityType: z.string(), identityHash: z.string() })),
	}),
})

/** What the signature vouches for; only for a document whose signature was found good. */
export function SignedSummary({ document }: { document: unknown }) {
	const parsed = summarySchema.safeParse(document)
	if (!parsed.success) return null
	const { id, name, validFrom, validUntil, credentialSubject } = parsed.data
	const holder = credentialSubject.identifier.find(({ identityType }) => identityType === 'name')
	return (
		<dl className="certificate-facts">
			<div>
				<dt>Titulaire</dt>
				<dd>{holder?.identityHash}</dd>
			</div>
			<div>
				<dt>Certificat</dt>
				<dd>{name}</dd>
			</div>
			<div>
				<dt>Validité</dt>
				<dd>
					du <DateTime date={validFrom} dayOnly /> au <DateTime date={validUntil} dayOnly />
				</dd>
			</div>
			<div>
				<dt>Page</dt>
				<dd>
					<a href={id}>{id}</a>
				</dd>
			</div>
		</dl>
	)
}
