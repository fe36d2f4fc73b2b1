/** A member as AWS's refusals name it: `RoleName` → `roleName`. */
export function camelCase(member: string): string {
	return member.charAt(0).toLowerCase() + member.slice(1)
}
