/** `GetPipelineState` → `get-pipeline-state`, as botocore's `xform_name` does. */
export function kebab(name: string): string {
	return name
		.replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
		.replace(/([a-z0-9])([A-Z])/g, '$1-$2')
		.replaceAll('_', '-')
		.replace(/-+/g, '-')
		.toLowerCase()
}

/** Members whose option has another name, where the CLI's own options took theirs (its `argrename.py`). */
const RENAMED: Readonly<Record<string, string>> = {
	'codepipeline.CreateCustomActionType.version': 'action-version',
	'codepipeline.DeleteCustomActionType.version': 'action-version',
	'codepipeline.GetActionType.version': 'action-version',
	'codepipeline.GetPipeline.version': 'pipeline-version',
	'eks.CreateCluster.version': 'kubernetes-version',
	'eks.UpdateClusterVersion.version': 'kubernetes-version',
	'sns.Subscribe.Endpoint': 'notification-endpoint',
	'states.SendTaskSuccess.output': 'task-output',
}

/** The option that gives a member of an operation's input. `service` is the model's endpoint prefix. */
export function optionOf(service: string, operation: string, member: string): string {
	return `--${RENAMED[`${service}.${operation}.${member}`] ?? kebab(member)}`
}
