// Compiled and run to learn whether a sanitizer works on this machine.
int main() { return 0; }
