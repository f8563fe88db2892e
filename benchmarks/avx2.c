/* Shows a program a processor with AVX2 and nothing above it: no AVX-512, no VNNI, no AMX, no native bfloat16.

   cc -shared -fPIC -O2 -o avx2.so benchmarks/avx2.c
   LD_PRELOAD=$PWD/avx2.so python ...

   Linux on an Intel or AMD processor that can fault on CPUID (`cpuid_fault` in /proc/cpuinfo): arch_prctl(2),
   ARCH_SET_CPUID. Each CPUID of the process and its threads then raises SIGSEGV; the handler executes it and clears the
   bits. So every library chooses as on an ordinary computer, also one with no switch of its own, such as onnxruntime.
   /proc/cpuinfo says what it said before. The masks are those of the Intel 64 manual, volume 2A, CPUID. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <cpuid.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define ARCH_SET_CPUID 0x1012
#define BIT(n) (1u << (n))

static struct sigaction others;

static int allowed(int yes) {
    return syscall(SYS_arch_prctl, ARCH_SET_CPUID, yes);
}

static void answer(int number, siginfo_t *about, void *given) {
    greg_t *registers = ((ucontext_t *)given)->uc_mcontext.gregs;
    const unsigned char *at = (const unsigned char *)registers[REG_RIP];
    if (about->si_code != SI_KERNEL || at[0] != 0x0f || at[1] != 0xa2) { /* not a CPUID: a real fault */
        if (others.sa_flags & SA_SIGINFO)
            others.sa_sigaction(number, about, given);
        else if (others.sa_handler != SIG_DFL && others.sa_handler != SIG_IGN)
            others.sa_handler(number);
        else
            signal(SIGSEGV, SIG_DFL);
        return;
    }
    unsigned leaf = registers[REG_RAX], below = registers[REG_RCX], a, b, c, d;
    allowed(1);
    __cpuid_count(leaf, below, a, b, c, d);
    allowed(0);
    if (leaf == 7 && below == 0) {
        /* AVX512 F, DQ, IFMA, PF, ER, CD, BW, VL */
        b &= ~(BIT(16) | BIT(17) | BIT(21) | BIT(26) | BIT(27) | BIT(28) | BIT(30) | BIT(31));
        /* AVX512 VBMI, VBMI2, VNNI, BITALG, VPOPCNTDQ */
        c &= ~(BIT(1) | BIT(6) | BIT(11) | BIT(12) | BIT(14));
        /* AVX512 4VNNIW, 4FMAPS, VP2INTERSECT, FP16; AMX BF16, TILE, INT8 */
        d &= ~(BIT(2) | BIT(3) | BIT(8) | BIT(22) | BIT(23) | BIT(24) | BIT(25));
    } else if (leaf == 7 && below == 1) {
        /* AVX-VNNI, AVX512 BF16, AMX FP16, AVX-IFMA */
        a &= ~(BIT(4) | BIT(5) | BIT(21) | BIT(23));
        /* AVX-VNNI-INT8, AVX-NE-CONVERT, AMX-COMPLEX, AVX-VNNI-INT16, AVX10 */
        d &= ~(BIT(4) | BIT(5) | BIT(8) | BIT(10) | BIT(19));
    }
    registers[REG_RAX] = a, registers[REG_RBX] = b, registers[REG_RCX] = c, registers[REG_RDX] = d;
    registers[REG_RIP] += 2;
}

/* Whoever wants to hear of faults hears of those that are not ours. */
int sigaction(int number, const struct sigaction *wanted, struct sigaction *before) {
    static int (*real)(int, const struct sigaction *, struct sigaction *);
    if (!real)
        real = (int (*)(int, const struct sigaction *, struct sigaction *))dlsym(RTLD_NEXT, "sigaction");
    if (number != SIGSEGV || (wanted && wanted->sa_sigaction == answer))
        return real(number, wanted, before);
    if (before)
        *before = others;
    if (wanted)
        others = *wanted;
    return 0;
}

__attribute__((constructor)) static void begin(void) {
    struct sigaction ours = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO};
    sigemptyset(&ours.sa_mask);
    sigaction(SIGSEGV, &ours, NULL);
    if (allowed(0)) {
        static const char sorry[] = "this processor, or this kernel, cannot fault on CPUID\n";
        (void)!write(2, sorry, sizeof sorry - 1);
        _exit(125);
    }
}
