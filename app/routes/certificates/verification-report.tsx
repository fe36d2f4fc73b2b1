import {
	stepMessage,
	stepTitles,
	verdictExplanation,
	verdictTitle,
} from '#app/certificates/verification-messages.ts'
import type { StepName, StepOutcome, Verification } from '#app/certificates/verify.ts'
import { Notice } from '#app/ui/notice.tsx'
import { type Status, StatusBadge } from '#app/ui/status.tsx'

const steps: Array<StepName> = ['issuer', 'signature', 'status', 'dates']

const kinds = { valid: 'success', refused: 'error', inconclusive: 'pitfall' } as const

const badges: Record<StepOutcome['state'], { status: Status; label: string }> = {
	passed: { status: 'succeeded', label: 'conforme' },
	failed: { status: 'failed', label: 'refusé' },
	unknown: { status: 'skipped', label: 'non vérifié' },
}

/** The verdict of a verification and what each of its steps found. */
export function VerificationReport({ verification }: { verification: Verification }) {
	return (
		<>
			<Notice kind={kinds[verification.verdict]} title={verdictTitle(verification)} live>
				<p>{verdictExplanation(verification)}</p>
			</Notice>
			<ol className="verification-steps">
				{steps.map((step) => (
					<li key={step}>
						<p className="verification-step">
							<strong>{stepTitles[step]}</strong> <StatusBadge {...badges[verification.steps[step].state]} />
						</p>
						<p>{stepMessage(step, verification.steps[step])}</p>
					</li>
				))}
			</ol>
		</>
	)
}
