import Hummingbird
import JWTKit
import CryptoExtras
import NIOWebSocket
