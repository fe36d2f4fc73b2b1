import type { ListVersionsByFunctionRequest, PublishVersionRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { type FunctionVersion, functions, versionId, versions } from './collections.ts'
import { configurationOf } from './configuration.ts'
import { type Named, onFunction, readName, requireFunction, requireVersion } from './find.ts'
import { invalidParameter, preconditionFailed } from './lambda-error.ts'
import { pageOf } from './pages.ts'

/** Versions that a function may have; AWS bounds the bytes of their code instead. */
const VERSIONS_AT_MOST = 100

/** Makes a version of what is not published, or answers the last one when nothing has changed since. */
export function publish(
	call: Call,
	{ name, scope }: Named,
	{ description }: { description?: string },
): Readonly<FunctionVersion> {
	const known = requireFunction(call, { name, scope })
	const latest = requireVersion(call, { name, scope })
	const published = call.world.list(versions, scope, { prefix: `${name}|` })
	const last = published.find(({ version }) => version === String(known.versions))
	if (last && isSame(last, latest)) return last
	if (published.length > VERSIONS_AT_MOST)
		throw new AwsError(
			'CodeStorageExceededException',
			`There can only be up to ${VERSIONS_AT_MOST} versions`,
			400,
		)
	const number = known.versions + 1
	call.world.put(functions, scope, name, { ...known, versions: number })
	return call.world.put(versions, scope, versionId(name, String(number)), {
		...latest,
		version: String(number),
		revisionId: call.ids.uuid(),
		...(description !== undefined && { description }),
	})
}

/** Whether two versions would do the same; what names them aside. */
function isSame(one: FunctionVersion, other: FunctionVersion): boolean {
	const core = ({
		version: _,
		revisionId: __,
		modifiedAt: ___,
		description: ____,
		...rest
	}: FunctionVersion) => JSON.stringify(rest)
	return core(one) === core(other)
}

export const publishVersion = operation<PublishVersionRequest, object>({
	access: onFunction('PublishVersion'),
	run({ FunctionName, CodeSha256, Description, RevisionId }, call) {
		const { name, scope } = readName(call.scope, FunctionName)
		const latest = requireVersion(call, { name, scope })
		if (RevisionId !== undefined && RevisionId !== latest.revisionId) throw preconditionFailed()
		if (CodeSha256 !== undefined && CodeSha256 !== latest.code.sha256)
			throw invalidParameter(
				`CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST (${latest.code.sha256}). Please try again with the CodeSHA256 in $LATEST.`,
			)
		const version = publish(
			call,
			{ name, scope },
			Description === undefined ? {} : { description: Description },
		)
		return configurationOf(scope, version, version.version)
	},
})

export const listVersionsByFunction = operation<ListVersionsByFunctionRequest, object>({
	access: onFunction('ListVersionsByFunction'),
	run({ FunctionName, Marker, MaxItems }, call) {
		const named = readName(call.scope, FunctionName)
		requireFunction(call, named)
		const all = call.world.entries(versions, named.scope, { prefix: `${named.name}|` })
		const { page, next } = pageOf(all, Marker, MaxItems)
		return {
			Versions: page.map((version) => configurationOf(named.scope, version, version.version)),
			...(next !== undefined && { NextMarker: next }),
		}
	},
})
