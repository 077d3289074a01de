package shop;

/** Cannot be serialized. */
public class RsaKey {
}
