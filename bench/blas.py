#!/usr/bin/python3
"""Prints the versions of numpy and scipy, and the BLAS that numpy loaded with the
kernel that it runs: with reference BLAS the figures would be another library's."""
import ctypes, re
import numpy, scipy
import scipy.linalg

loaded = {line.split()[-1] for line in open('/proc/self/maps') if re.search(r'/lib[^/]*(blas|lapack)[^/]*\.so', line)}
kernel = [path for path in loaded if 'libopenblas' in path]
if kernel:
    lib = ctypes.CDLL(kernel[0])
    lib.openblas_get_config.restype = lib.openblas_get_corename.restype = ctypes.c_char_p
    version = re.match(r'OpenBLAS \S+', lib.openblas_get_config().decode())[0]
    blas = f'{version}, kernel {lib.openblas_get_corename().decode()}, {lib.openblas_get_num_threads()} thread'
else:
    blas = 'no OpenBLAS but ' + ', '.join(sorted(path.rsplit('/', 1)[1] for path in loaded))
print(f'numpy {numpy.__version__}, scipy {scipy.__version__}, {blas}')
