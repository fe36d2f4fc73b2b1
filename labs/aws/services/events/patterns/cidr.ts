import { BlockList, isIP } from 'node:net'

/** A block of addresses compiled into a test; throws Error with what is wrong, in AWS's words. */
export function compileCidr(block: string): (address: string) => boolean {
	const parts = block.split('/')
	const [network = '', mask = ''] = parts
	if (parts.length !== 2) throw new Error("Malformed CIDR, one '/' required")
	if (!/^\d+$/.test(mask)) throw new Error('Malformed CIDR, mask bits must be an integer')
	const version = isIP(network)
	if (version === 0) throw new Error(`Nonstandard IP address: ${network}`)
	const family = version === 4 ? 'ipv4' : 'ipv6'
	const bits = Number(mask)
	const most = version === 4 ? 31 : 127
	if (bits > most) throw new Error(`IPv${version} mask bits must not exceed ${most}`)
	const list = new BlockList()
	list.addSubnet(network, bits, family)
	return (address) => isIP(address) === version && list.check(address, family)
}
