export default function Home() {
	return <h1>Filière</h1>
}
