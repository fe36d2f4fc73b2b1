/**
 * The bucket that a host names, or undefined for path-style addresses.
 * `hostnames` are those of the emulator itself.
 */
export function bucketOfHost(host: string | undefined, hostnames: ReadonlyArray<string>): string | undefined {
	const name = (host ?? '').replace(/:\d+$/, '').toLowerCase()
	const aws = /^(.+)\.s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com$/.exec(name)
	if (aws) return aws[1]
	const base = hostnames.find((hostname) => name.endsWith(`.${hostname}`))
	if (base === undefined) return
	const bucket = name.slice(0, -base.length - 1).replace(/(^|\.)s3$/, '')
	return bucket === '' ? undefined : bucket
}
