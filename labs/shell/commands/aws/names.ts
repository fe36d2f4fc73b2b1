/** `GetPipelineState` → `get-pipeline-state`, as botocore's `xform_name` does. */
export function kebab(name: string): string {
	return name
		.replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
		.replace(/([a-z0-9])([A-Z])/g, '$1-$2')
		.replaceAll('_', '-')
		.replace(/-+/g, '-')
		.toLowerCase()
}
