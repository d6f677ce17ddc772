// Asks one address again and again, in a process of its own, so that a busy load generator does not look like a slow server.
const url = process.argv[2] ?? '';
let worst = 0;
let over = false;
process.on('message', () => {
  over = true;
});
process.send?.('ready');
while (!over) {
  const began = performance.now();
  await (await fetch(url)).text();
  worst = Math.max(worst, performance.now() - began);
  await new Promise((resolve) => setTimeout(resolve, 2));
}
process.send?.({ worst });
process.disconnect();
