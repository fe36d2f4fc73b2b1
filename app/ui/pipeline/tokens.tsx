import type { ExecutionToken } from './pipeline-diagram.ts'

/** The executions that stand at one place of the pipeline, as numbered tokens. */
export function Tokens({
	executions = [],
	waiting,
}: {
	executions?: Array<ExecutionToken>
	waiting?: boolean
}) {
	if (executions.length === 0) return null
	return (
		<p className={waiting ? 'tokens tokens-waiting' : 'tokens'}>
			{executions.map((execution) => (
				<span key={execution.number} className="token">
					<span className="visually-hidden">{waiting ? 'exécution en attente ' : 'exécution '}</span>
					<span className="token-number">{execution.number}</span>
					{execution.label && <span className="token-label">{execution.label}</span>}
				</span>
			))}
		</p>
	)
}
