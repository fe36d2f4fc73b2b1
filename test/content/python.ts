import { spawnSync } from 'node:child_process'
import { kebab } from '#labs/shell/commands/aws/names.ts'
import { findModel } from './service-models.ts'

export interface PythonFault {
	text: string
	/** Line of the program, from 0. */
	line: number
}

type Call = {
	service: string
	method: string
	keywords: Array<string | null>
	positional: number
	line: number
}
type Read = { error?: { message: string; line: number }; calls: Array<Call> }

// Compiles every program, and tells the calls of boto3 clients made where they can be seen.
const READER = `
import ast, json, sys
def read(code):
    try:
        tree = ast.parse(code)
        compile(code, 'block.py', 'exec')
    except SyntaxError as error:
        return {'error': {'message': error.msg, 'line': (error.lineno or 1) - 1}, 'calls': []}
    clients, calls = {}, []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            function = node.value.func
            if isinstance(function, ast.Attribute) and function.attr == 'client' and node.value.args:
                service = node.value.args[0]
                for target in node.targets:
                    if isinstance(target, ast.Name) and isinstance(service, ast.Constant):
                        clients[target.id] = service.value
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            service = clients.get(node.func.value.id)
            if service is not None:
                method, keywords = node.func.attr, [word.arg for word in node.keywords]
                if method == 'get_paginator' and node.args and isinstance(node.args[0], ast.Constant):
                    method, keywords = node.args[0].value, [None]
                calls.append({'service': service, 'method': method, 'keywords': keywords, 'positional': len(node.args), 'line': node.lineno - 1})
    return {'calls': calls}
json.dump([read(code) for code in json.load(sys.stdin)], sys.stdout)
`

/** What a client has besides its operations. */
const OTHERS = [
	'can_paginate',
	'get_waiter',
	'close',
	'generate_presigned_url',
	'generate_presigned_post',
	'upload_file',
	'download_file',
	'upload_fileobj',
	'download_fileobj',
]

/** What is wrong in each program, all read by one process. Throws when there is no python3 to read them. */
export function pythonFaults(programs: ReadonlyArray<string>): Array<Array<PythonFault>> {
	const { status, stdout, stderr, error } = spawnSync('python3', ['-c', READER], {
		input: JSON.stringify(programs),
		encoding: 'utf8',
	})
	if (error || status !== 0)
		throw new Error(`python3 is needed to read the course's programs: ${error?.message ?? stderr}`)
	return (JSON.parse(stdout) as Array<Read>).map(faultsOf)
}

function faultsOf({ error, calls }: Read): Array<PythonFault> {
	if (error) return [{ text: `invalid Python, ${error.message}`, line: error.line }]
	return calls.flatMap(callFaults)
}

function callFaults({ service, method, keywords, line }: Call): Array<PythonFault> {
	const model = findModel(service)
	if (!model || OTHERS.includes(method)) return []
	const operation = Object.keys(model.operations).find((name) => kebab(name).replaceAll('-', '_') === method)
	if (!operation) return [{ text: `boto3's ${service} client has no ${method}`, line }]
	const shape = model.shapes[model.operations[operation]?.input?.shape ?? '']
	const known = Object.keys(shape?.members ?? {})
	const isWhole = !keywords.includes(null)
	const missing = isWhole ? (shape?.required ?? []).filter((name) => !keywords.includes(name)) : []
	return [
		...missing.map((name) => ({ text: `${method} needs ${name}`, line })),
		...keywords
			.filter((name): name is string => name !== null && !known.includes(name))
			.map((name) => ({ text: `${method} has no ${name}; it takes ${known.join(', ')}`, line })),
	]
}
